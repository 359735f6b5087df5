"""The rules of the city: what may happen. No HTTP, GraphQL, HTML, Redis or settings in here."""
