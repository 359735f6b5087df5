"""The directory: districts, agencies, halls, windows, service items and staff, with what changed and when."""
