"""The queue of raters to be asked or to be contacted for an agency."""
