"""The directory: districts, agencies, halls, windows, services, staff; accounts and clients."""
