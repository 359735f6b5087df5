"""GraphQL documents: their limits and cost, variables, and reading selections through the views."""
