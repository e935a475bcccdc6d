"""What vendors' answers mean: decoded JSON in, schedules with shifts out. Pure; one module a vendor."""
