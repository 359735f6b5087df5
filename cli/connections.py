"""Connections that last end in stated seconds: whoever sends half a request, or never reads the answer, is hung up on.

uvicorn waits for ever. Three things are timed, each with one timer for all: from the opening of a connection, or the
first byte of a further request, to the end of its headers; from there to the end of its body; and an answer that
nobody takes off our hands.
"""

from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from waiting import Waiting

HEADERS_SECONDS: Final = 15.0
BODY_SECONDS: Final = 40.0  # the API itself answers 408 after 30
UNREAD_SECONDS: Final = 60.0


class PatientProtocol(HttpToolsProtocol):
    """HTTP, with an end to waiting."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        heading.begin(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._calm()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        heading.end(self)
        heading.begin(self)

    def on_headers_complete(self) -> None:
        heading.end(self)
        super().on_headers_complete()
        sending.begin(self)

    def on_message_complete(self) -> None:
        sending.end(self)
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        self._calm()
        super().handle_websocket_upgrade()

    def pause_writing(self) -> None:
        super().pause_writing()
        unread.begin(self)

    def resume_writing(self) -> None:
        unread.end(self)
        super().resume_writing()

    def _calm(self) -> None:
        for waiting in (heading, sending, unread):
            waiting.end(self)


def _hang_up(connection: PatientProtocol) -> None:
    """At once: whoever did not read would not read a farewell either."""
    connection.transport.abort()


heading: Final[Waiting[PatientProtocol]] = Waiting(HEADERS_SECONDS, _hang_up)
sending: Final[Waiting[PatientProtocol]] = Waiting(BODY_SECONDS, _hang_up)
unread: Final[Waiting[PatientProtocol]] = Waiting(UNREAD_SECONDS, _hang_up)
