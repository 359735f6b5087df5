"""The public board: the city, single places, a frame for portals, and open data.

The city and the districts are live, by server-sent events.
"""
