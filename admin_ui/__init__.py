"""The pages for officials. They work without script; with it, parts of them are swapped."""
