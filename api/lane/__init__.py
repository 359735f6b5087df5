"""The compiled lane: answers an operation from the second time on from a plan, without graphql-core."""
