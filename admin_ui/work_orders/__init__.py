"""Work orders: the list, one order, its moves, drafts of its reply, reveals of the rater's contact."""
