"""GraphQL over HTTP: who asks, what was sent, from which origin, and how answers and refusals are sent."""
