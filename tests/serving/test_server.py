"""A server from its start to its end, as a process that gets signals and clients that keep connections open."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path

import pytest

from kconv.serving import server
from kconv.serving.server import DRAIN, FIRST_REQUEST, KEEP_ALIVE, LAST_ANSWERS

ROOT = Path(__file__).parents[2]
GO_IDLE = 90
"""Seconds after which Go's HTTP client closes an idle connection (`http.DefaultTransport`, and client-go's)."""
POD = 30
"""Seconds from SIGTERM to SIGKILL (`terminationGracePeriodSeconds`)."""


class Running:
    """A server under test."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.port = int(self.line())

    def line(self) -> str:
        """The next thing that it says."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def connection(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=20)

    def go_on(self) -> None:
        """Answer a request to /slow."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def ended(self) -> tuple[int, list[str], list[dict[str, object]]]:
        """The exit code, what else it said, and its log."""
        out, err = self.process.communicate(timeout=30)
        return self.process.returncode, out.splitlines(), [json.loads(line) for line in err.splitlines()]


@contextmanager
def running(drain: float = 0, *how: str) -> Iterator[Running]:
    """A server that is ready, as far as it gets."""
    command = [sys.executable, "-m", "tests.serving.echo", str(drain), *how]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=ROOT) as process:
        try:
            found = Running(process)
            assert found.line() == "ready False"
            yield found
        finally:
            process.kill()


def asked(connection: HTTPConnection, path: str = "/", body: str = "x", **headers: str) -> HTTPResponse:
    connection.request("POST", path, body, headers)
    return connection.getresponse()


def test_an_idle_connection_is_closed_by_the_client() -> None:
    assert KEEP_ALIVE >= GO_IDLE + 30


def test_a_pod_has_time_to_end() -> None:
    assert DRAIN + FIRST_REQUEST + LAST_ANSWERS < POD


@pytest.mark.full
def test_a_connection_carries_many_requests_and_hides_no_client() -> None:
    with running() as found:
        connection = found.connection()
        for number in range(5):
            response = asked(connection, body=str(number))
            assert (response.read(), response.getheader("connection")) == (str(number).encode(), None)
            assert response.getheader("server") is None
        assert asked(connection, "/client", **{"X-Forwarded-For": "1.2.3.4"}).read() == b"127.0.0.1"
        assert asked(connection, "/ready").read() == b"True"


@pytest.mark.full
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_request_under_way_is_answered_after_the_signal_and_its_connection_ends(number: signal.Signals) -> None:
    with running() as found:
        connection = found.connection()
        connection.request("POST", "/slow", "x")
        assert found.line() == "slow"
        found.process.send_signal(number)
        _refuses(found)
        found.go_on()
        response = connection.getresponse()
        assert (response.read(), response.getheader("connection")) == (b"x", "close")
        code, said, log = found.ended()
        assert (code, said) == (0, ["draining False", "shutdown False", "end"])
        assert [each["message"] for each in log if each["logger"] == "kconv.serving"] == [
            "listening",
            "ready",
            "draining",
            "stopped",
        ]


def _refuses(found: Running) -> None:
    """Wait until no connection is accepted."""
    while True:
        try:
            socket.create_connection(("127.0.0.1", found.port)).close()
        except (ConnectionRefusedError, ConnectionResetError):
            return


@pytest.mark.full
def test_while_draining_every_answer_ends_its_connection_and_readiness_is_over() -> None:
    with running(drain=60) as found:
        kept = found.connection()
        assert asked(kept).read() == b"x"
        found.process.send_signal(signal.SIGTERM)
        while asked(found.connection(), "/ready").read() == b"True":
            pass
        for connection in (kept, found.connection()):
            response = asked(connection)
            assert (response.read(), response.getheader("connection")) == (b"x", "close")


@pytest.mark.full
def test_an_answer_to_what_was_asked_before_ends_its_connection_while_draining() -> None:
    with running(drain=60) as found:
        connection = found.connection()
        connection.request("POST", "/slow", "x")
        assert found.line() == "slow"
        found.process.send_signal(signal.SIGTERM)
        while asked(found.connection(), "/ready").read() == b"True":
            pass
        found.go_on()
        response = connection.getresponse()
        assert (response.read(), response.getheader("connection")) == (b"x", "close")


@pytest.mark.full
def test_no_request_of_clients_that_keep_their_connections_is_lost() -> None:
    with running(drain=1) as found:
        lost: list[BaseException] = []
        answered = [0] * 8
        threads = [threading.Thread(target=_ask_on, args=(found, answered, lost, each)) for each in range(8)]
        for thread in threads:
            thread.start()
        while min(answered) < 20:
            pass
        found.process.send_signal(signal.SIGTERM)
        for thread in threads:
            thread.join()
        assert found.ended()[0] == 0
        assert lost == []


def _ask_on(found: Running, answered: list[int], lost: list[BaseException], me: int) -> None:
    """Ask until an answer says that the connection ends: a Service sends further requests to other Pods by then."""
    connection = found.connection()
    while True:
        try:
            response = asked(connection)
            response.read()
        except (OSError, HTTPException) as error:
            return lost.append(error)
        answered[me] += 1
        if response.getheader("connection") == "close":
            return None


@pytest.mark.full
def test_a_connection_that_was_accepted_last_is_answered() -> None:
    with running() as found:
        last = found.connection()
        last.connect()
        assert asked(found.connection()).read() == b"x"  # so the other one was accepted
        found.process.send_signal(signal.SIGTERM)
        _refuses(found)
        response = asked(last)
        assert (response.read(), response.getheader("connection")) == (b"x", "close")
        assert found.ended()[0] == 0


@pytest.mark.full
def test_a_server_that_does_not_become_ready_answers_and_ends_with_a_signal() -> None:
    with running(0, "hangs") as found:
        assert asked(found.connection(), "/ready").read() == b"False"
        found.process.send_signal(signal.SIGTERM)
        code, said, log = found.ended()
        assert (code, said) == (0, ["draining False", "shutdown False", "end"])
        assert "ready" not in [each["message"] for each in log]


@pytest.mark.full
def test_what_its_ready_phase_raises_ends_it() -> None:
    with running(0, "fails") as found:
        assert found.process.stderr is not None
        assert "kconv.errors.UsageError: not ready" in found.process.stderr.read()
        assert found.process.wait(timeout=30) == 1


HEADS = [b"P", b"POST / HTTP/1.1\r\nHost: x\r\n", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1"]


@pytest.mark.full
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("earlier", [False, True], ids=["first", "later"])
def test_a_client_that_stops_in_the_head_of_a_request_loses_its_connection(head: bytes, earlier: bool) -> None:
    with running() as found, socket.create_connection(("127.0.0.1", found.port), timeout=20) as client:
        if earlier:
            client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx")
            assert client.recv(1000).startswith(b"HTTP/1.1 200 OK")
        client.sendall(head)
        while True:
            try:
                if not client.recv(1000):
                    break
            except ConnectionResetError:
                break


HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
ENDLESS = {
    "a path": b"POST /",
    "a name of a header": HEAD,
    "a value of a header": HEAD + b"X: ",
    "a trailer": CHUNKED + b"1\r\nx\r\n0\r\nX: ",
    "an extension of a chunk": CHUNKED + b"1;x=",
}


@pytest.mark.full
@pytest.mark.parametrize("name", ENDLESS)
def test_a_client_whose_head_is_too_large_loses_its_connection(name: str) -> None:
    with running() as found, socket.create_connection(("127.0.0.1", found.port), timeout=20) as client:
        client.sendall(ENDLESS[name])
        with pytest.raises(ConnectionError):
            _sends_on(client)
        assert asked(found.connection()).read() == b"x"


def _sends_on(client: socket.socket) -> None:
    for _ in range(100_000):
        client.sendall(b"x" * 1000)


@pytest.mark.full
def test_a_body_may_be_large_and_in_small_chunks() -> None:
    with running() as found, socket.create_connection(("127.0.0.1", found.port), timeout=20) as client:
        for body in (
            CHUNKED + b"1\r\nx\r\n" * 3000 + b"0\r\n\r\n",
            HEAD + b"Content-Length: 3000\r\n\r\n" + b"x" * 3000,
        ):
            client.sendall(body)
            got = b""
            while got.count(b"x") < 3000:
                got += client.recv(10_000)
            assert got.startswith(b"HTTP/1.1 200 OK")
        many = b"".join(HEAD + b"Content-Length: 1\r\n\r\nx" for _ in range(100))
        client.sendall(many)
        got = b""
        while got.count(b"HTTP/1.1 200 OK") < 100:
            got += client.recv(10_000)


@pytest.mark.full
def test_a_connection_that_never_sends_a_request_ends_like_an_idle_one() -> None:
    with running(0, "impatient") as found, socket.create_connection(("127.0.0.1", found.port), timeout=20) as client:
        assert client.recv(1) == b""


@pytest.mark.full
def test_a_connection_without_a_request_stays_open_beyond_the_time_for_a_head() -> None:
    """Go opens connections ahead of requests; one that stops in its head is closed later than this one is asked."""
    with running() as found:
        early = found.connection()
        early.connect()
        with socket.create_connection(("127.0.0.1", found.port), timeout=20) as slow:
            slow.sendall(b"POST")
            with suppress(ConnectionResetError):
                slow.recv(1)
        assert asked(early).read() == b"x"


@pytest.mark.full
@pytest.mark.parametrize("sent", [b"\x16\x03\x01\x02\x00", b"nonsense\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"])
def test_what_is_no_http_is_refused_and_the_server_goes_on(sent: bytes) -> None:
    with running() as found:
        with socket.create_connection(("127.0.0.1", found.port), timeout=20) as client:
            client.sendall(sent)
            assert client.recv(1000)[:12] in (b"", b"HTTP/1.1 400")
        assert asked(found.connection()).read() == b"x"


@pytest.mark.full
def test_an_exception_is_logged_by_its_place_and_not_by_what_it_says() -> None:
    with running() as found:
        assert asked(found.connection(), "/raise", "hunter2").status == 500
        found.process.send_signal(signal.SIGTERM)
        _, _, log = found.ended()
    [error] = [each for each in log if each["level"] == "error"]
    assert error["exception"] == "ValueError"
    assert "echo.py" in str(error["traceback"])
    assert "hunter2" not in str(log)


def test_what_the_server_needs_of_uvicorn_is_there() -> None:
    """A release of uvicorn that names these otherwise would serve without a time for the head, or without a drain."""
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

    for name in (
        "connection_lost",
        "connection_made",
        "data_received",
        "on_body",
        "on_headers_complete",
        "on_message_begin",
        "timeout_keep_alive_handler",
    ):
        assert callable(getattr(HttpToolsProtocol, name))
    for name in ("main_loop", "shutdown", "capture_signals", "handle_exit"):
        assert callable(getattr(server.uvicorn.Server, name))
    assert {"keep_alive", "transport"} <= {*RequestResponseCycle.__init__.__code__.co_varnames}
