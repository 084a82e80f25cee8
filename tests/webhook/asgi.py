"""Requests to the application as a server makes them, without one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from starlette.types import ASGIApp

JSON = "application/json"


class Answer(NamedTuple):
    """What the application sends back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


async def _endless() -> dict[str, Any]:
    """A client from which nothing more comes."""
    await asyncio.Event().wait()
    raise AssertionError


async def request(
    app: ASGIApp,
    method: str,
    path: str,
    parts: Sequence[bytes | None] = (b"",),
    headers: Iterable[tuple[str, str]] = (("content-type", JSON),),
    unfinished: bool = False,
) -> Answer | None:
    """The answer to a request whose body comes in parts; with None for one, the client closes the connection, and
    ``unfinished`` it stops in the middle. None if nothing is answered."""
    sent: list[Any] = []
    left = [*parts]

    async def receive() -> dict[str, Any]:
        if not left:
            return await _endless()
        part = left.pop(0)
        if part is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": part, "more_body": bool(left) or unfinished}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "scheme": "https",
        "headers": [(key.lower().encode(), value.encode()) for key, value in headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 9443),
    }
    await app(scope, receive, send)
    if not sent:
        return None
    start, *rest = sent
    got = {key.decode(): value.decode() for key, value in start["headers"]}
    return Answer(start["status"], got, b"".join(each.get("body", b"") for each in rest))


def once(app: ASGIApp, *args: Any, **kwargs: Any) -> Answer:
    """The answer to one request."""
    answer = asyncio.run(request(app, *args, **kwargs))
    assert answer is not None
    return answer
