"""What the citizen and admin pages share: templates, words, forms, errors, charts, style."""
