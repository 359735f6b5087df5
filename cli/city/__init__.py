"""滨海市: an invented city of Shenzhen's size and structure.

No district, person, code or number in it belongs to anybody.
"""
