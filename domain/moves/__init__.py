"""The moves of orders and ratings: one row each, read by buttons, API, policy and timeline."""
