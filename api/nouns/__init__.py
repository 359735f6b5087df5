"""The nouns of the schema: one file for each, with its types, inputs, queries, mutations and subscriptions."""
