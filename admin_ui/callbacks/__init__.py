"""The queue of raters to be called back, or contacted for an agency."""
