"""What may happen to an order and to a rating: one row for each move, read by button, API, policy and timeline."""
