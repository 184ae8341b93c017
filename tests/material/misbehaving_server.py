"""A web server on this machine that does what it is told, also what no server should.

    with MisbehavingServer() as server:
        server.answers("/SDN.XML", status(500), good(content))
        ...fetch server.address + "/SDN.XML"...

Each request for a path takes its next answer; the last one stays.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

Answer = Callable[[socket.socket, "Request"], None]


@dataclass(frozen=True)
class Request:
    """path: with its query. headers: by lower-case name. stop: set once the server is closed."""

    path: str
    headers: dict[str, str]
    stop: threading.Event


@dataclass
class MisbehavingServer:
    requests: list[Request] = field(default_factory=list)
    _answers: dict[str, list[Answer]] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> MisbehavingServer:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def answers(self, path: str, *answers: Answer) -> str:
        """Answer requests for a path so from now on; returns its address."""
        self._answers[path] = list(answers)
        return self.address + path

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            # Whoever asked may be gone, which is what most answers here are about.
            try:
                head = b""
                while b"\r\n\r\n" not in head:
                    came = connection.recv(4096)
                    if not came:
                        return
                    head += came
                line, *lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
                headers = {name.lower(): value for name, _, value in (each.partition(": ") for each in lines)}
                request = Request(line.split(" ")[1], headers, self._stop)
                self.requests.append(request)
                waiting = self._answers.get(request.path, [status(404)])
                (waiting.pop(0) if len(waiting) > 1 else waiting[0])(connection, request)
            except OSError:
                return


def response(code: int, body: bytes = b"", **headers: str) -> bytes:
    """A whole answer. Headers by their names with _ for -; one that is empty is left out."""
    said = {"Content_Length": str(len(body)), "Connection": "close", **headers}
    lines = [f"{name.replace('_', '-')}: {value}\r\n" for name, value in said.items() if value]
    return f"HTTP/1.1 {code} Said so\r\n{''.join(lines)}\r\n".encode() + body


def good(body: bytes, **headers: str) -> Answer:
    """The body, or 304 to who has it already by its ETag or its date."""

    def answer(connection: socket.socket, request: Request) -> None:
        known = (request.headers.get("if-none-match"), request.headers.get("if-modified-since"))
        names = {headers.get("ETag"), headers.get("Last_Modified")} - {None}
        is_known = bool(names & set(known))
        connection.sendall(response(304, Content_Length="") if is_known else response(200, body, **headers))

    return answer


def status(code: int, body: bytes = b"", **headers: str) -> Answer:
    return lambda connection, _: connection.sendall(response(code, body, **headers))


def redirect(to: str, code: int = 302) -> Answer:
    return status(code, Location=to)


def silent(connection: socket.socket, request: Request) -> None:
    """Takes the request and says nothing."""
    request.stop.wait(10)


def drips(answer: bytes, every: float = 0.05) -> Answer:
    """A byte now and then: never silent, never done."""

    def drip(connection: socket.socket, request: Request) -> None:
        for byte in answer:
            connection.sendall(bytes([byte]))
            if request.stop.wait(every):
                return

    return drip


def late(answer: Answer, seconds: float) -> Answer:
    def waits(connection: socket.socket, request: Request) -> None:
        time.sleep(seconds)
        answer(connection, request)

    return waits


def cut_short(body: bytes, at: int) -> Answer:
    """Says how long it is, and hangs up before."""
    return lambda connection, _: connection.sendall(response(200, body)[: at - len(body)])


def hangs_up(connection: socket.socket, request: Request) -> None:
    """Says nothing, and is gone."""


def endless(connection: socket.socket, request: Request) -> None:
    """A list that goes on for as long as anybody reads."""
    connection.sendall(response(200, Content_Length=""))
    while not request.stop.is_set():
        connection.sendall(b"<party>" * 1000)


def chunked(body: bytes, whole: bool = True) -> Answer:
    """In pieces, of a length that is not told before; not whole without the mark of the last one."""
    pieces = [body[at : at + 1000] for at in range(0, len(body), 1000)]
    sent = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    head = response(200, Content_Length="", Transfer_Encoding="chunked")
    return lambda connection, _: connection.sendall(head + sent + (b"0\r\n\r\n" if whole else b""))
