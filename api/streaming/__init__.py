"""Streams: what is subscribed to is read once for all who ask the same, and sent over WebSocket or SSE."""
