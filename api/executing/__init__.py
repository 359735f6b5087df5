"""Documents, their limits and prices, variables, and how a selection is read through the views."""
