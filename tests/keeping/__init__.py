"""What runs keep of themselves: locks, journals, captures."""
