"""The door for programs: GraphQL over HTTP. It only translates; rules live in `domain`, sight in `views`."""
