"""Who is told which figures, and until when (docs/rules.md §8.1): live, in batches, or not at all."""
