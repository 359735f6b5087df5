"""Which figures an asker sees, and up to which day (docs/rules.md §8.1): live, in batches, or none."""
