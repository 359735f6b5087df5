"""Subscriptions over WebSocket or SSE; listeners with the same question share what is read."""
