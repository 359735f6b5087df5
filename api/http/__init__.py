"""GraphQL over HTTP: authentication, reading requests, origins, and sending answers and errors."""
