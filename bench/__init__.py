"""Programs that measure and attack Bailiwick; run each from the root of the checkout."""
