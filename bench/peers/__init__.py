"""What a user would pick instead of the product, written as its users would write it."""
