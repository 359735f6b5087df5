"""The nouns of the schema, with one file each for types, inputs, queries, mutations, subscriptions."""
