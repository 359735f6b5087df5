"""滨海市: an invented city of Shenzhen's size and make. No district, person, code or number in it is anybody's."""
