"""The door for officials: HTML that works without script, and swaps with it."""
