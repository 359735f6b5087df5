"""Closes connections of clients that send only part of a request, or do not read the answer.

uvicorn would wait for ever. Three things are timed, each with one timer for all connections: from the opening of a
connection, or the first byte of a further request, to the end of its headers; from there to the end of its body; and
an answer that the client does not read.
"""

from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from waiting import Waiting

HEADERS_SECONDS: Final = 15.0
BODY_SECONDS: Final = 40.0  # the API itself answers 408 after 30
UNREAD_SECONDS: Final = 60.0


class PatientProtocol(HttpToolsProtocol):
    """The HTTP protocol with time limits."""

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
    """Abort the connection without an answer, which a client that does not read would not read either."""
    connection.transport.abort()


heading: Final[Waiting[PatientProtocol]] = Waiting(HEADERS_SECONDS, _hang_up)
sending: Final[Waiting[PatientProtocol]] = Waiting(BODY_SECONDS, _hang_up)
unread: Final[Waiting[PatientProtocol]] = Waiting(UNREAD_SECONDS, _hang_up)
