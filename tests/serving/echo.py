"""A server for tests: `python -m tests.serving.echo DRAIN [hangs|fails|impatient]` answers with what it was sent, and
says what it does. Its phase `ready` may never end, or raise; an impatient one soon closes idle connections.

It prints its port, then each phase. A request to /slow is answered when standard input has a line.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from kconv.errors import UsageError
from kconv.serving import Phases, Readiness, Serving, logs, serve, server
from kconv.serving.protocol import Protocol
from kconv.serving.server import Server
from kconv.serving.sockets import listening

readiness = Readiness()


def say(*words: object) -> None:
    print(*words, flush=True)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    if scope["path"] == "/raise":
        raise ValueError(body.decode())
    if scope["path"] == "/slow":
        say("slow")
        await asyncio.to_thread(sys.stdin.readline)
    if scope["path"] == "/client":
        body = scope["client"][0].encode()
    if scope["path"] == "/ready":
        body = str(readiness.is_ready).encode()
    headers = [(b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def phase(name: str) -> Any:
    async def run() -> None:
        say(name, readiness.is_ready)
        if name == "ready" and "hangs" in sys.argv:
            await asyncio.Event().wait()
        if name == "ready" and "fails" in sys.argv:
            raise UsageError("not ready")

    return run


if __name__ == "__main__":
    Protocol.head_seconds = 0.2
    Protocol.head_bytes = 2000
    Server.first_request = 20
    if "impatient" in sys.argv:
        server.KEEP_ALIVE = 0.1  # type: ignore[misc, assignment]
    with listening("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    logs.to_stderr()
    say(port)
    phases = Phases(phase("ready"), phase("draining"), phase("shutdown"))
    serve(application, Serving("127.0.0.1", port, None, float(sys.argv[1])), readiness, phases)
    say("end")
