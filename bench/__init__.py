"""The benchmark: the product beside what a user would pick instead, same data, same questions, one run."""
