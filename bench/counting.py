"""Before every run the generator must prove that it counts: against a server that answers falsely now and then."""

import socketserver
import tempfile
import threading
from contextlib import suppress
from itertools import count
from pathlib import Path

from bench.load import Load, Refused, put, write_bodies

TRUE = b'{"data":{"level":"SATISFIED"}}'
ERRORS = b'{"errors":[{}],"data":{"level":null}}'
CLIENTS = 4


class Liar(socketserver.StreamRequestHandler):
    """Answers truly, but for every seventh time: 200 with errors, or 500."""

    def handle(self) -> None:
        assert isinstance(self.server, Lying)
        with suppress(ConnectionError):  # the generator leaves in the middle of an answer
            while self._skip_request():
                status, body = self.server.next_answer()
                self.wfile.write(b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body))

    def _skip_request(self) -> bool:
        length, line = 0, self.rfile.readline()
        while line not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
            line = self.rfile.readline()
        self.rfile.read(length)
        return line != b""


class Lying(socketserver.ThreadingTCPServer):
    """A server on a port of its own; knows how many answers were true."""

    daemon_threads = True

    def __init__(self, *, lies: bool) -> None:
        super().__init__(("127.0.0.1", 0), Liar)
        self.numbers, self.true, self.lies, self.lock = count(1), 0, lies, threading.Lock()

    def next_answer(self) -> tuple[bytes, bytes]:
        with self.lock:
            number = next(self.numbers)
            if self.lies and number % 7 == 0:
                return (b"200 OK", ERRORS) if number % 2 else (b"500 Fault", TRUE)
            self.true += 1
            return b"200 OK", TRUE


def prove() -> None:
    """All true: counted to the last one on its way. Some false: refused."""
    with Lying(lies=False) as honest:
        counted = _load(honest)
        if counted is None or not 0 <= honest.true - counted <= CLIENTS:
            raise Refused(f"the generator counted {counted} of {honest.true} true answers")
    with Lying(lies=True) as liar:
        if _load(liar) is not None:
            raise Refused("the generator counted answers that were none")


def _load(server: Lying) -> int | None:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with tempfile.TemporaryDirectory() as place:
        bodies = write_bodies(Path(place) / "bodies", [b"{}"])
        try:
            load = Load(f"http://127.0.0.1:{server.server_address[1]}/", bodies, '"level"')
            return put(load, clients=CLIENTS, seconds=1).good
        except Refused:
            return None
        finally:
            server.shutdown()
            thread.join()
