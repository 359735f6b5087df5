"""The compiled lane: an operation seen twice is answered from its plan, without graphql-core."""
