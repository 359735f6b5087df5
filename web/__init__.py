"""What the doors that speak HTML share: templates, words, forms, errors, charts, style."""
