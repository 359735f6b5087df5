"""The beats that every move shares: lock within reach · was somebody faster · change · enter on record · tell."""
