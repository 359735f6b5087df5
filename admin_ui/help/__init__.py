"""Help where one would ask for it: the keyboard."""
