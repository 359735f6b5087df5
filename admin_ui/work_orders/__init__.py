"""Work orders: the list, one order, its moves, the draft of its answer, the look at a contact."""
