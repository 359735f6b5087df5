"""What can be seen: one file for each noun. Declarations only; how they are read stands in `compiling`."""
