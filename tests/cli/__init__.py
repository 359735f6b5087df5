"""Tests of the commands: pure parts, and the commands themselves as processes on a real database."""
