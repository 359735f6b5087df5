"""What all nouns of the schema are declared with: fields, pages, enums, scalars, refusals."""
