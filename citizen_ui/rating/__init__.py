"""Rating one visit by its proof."""
