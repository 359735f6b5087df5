"""The rules of the city. No HTTP, GraphQL, HTML, Redis or settings in here."""
