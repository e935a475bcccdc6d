"""What people type into the search box, what it is compared with, and why something was found. Pure."""
