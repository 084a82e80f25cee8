"""The webhook over HTTP: reviews at /convert, and what a kubelet and Prometheus ask."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from time import perf_counter
from typing import Any, Final

import orjson

from kconv.serving.readiness import Readiness
from kconv.webhook import body
from kconv.webhook.body import Limits, Receive, Refused
from kconv.webhook.metrics import Metrics
from kconv.webhook.request import ReviewError
from kconv.webhook.review import Answer, Converter
from kconv.webhook.served import Declared

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
JSON: Final = b"application/json"
TEXT: Final = b"text/plain; charset=utf-8"
LARGE: Final = 1 << 20
"""Bytes of a body from which on it is converted beside the event loop, so that probes are answered meanwhile."""


def application(
    resources: Iterable[Declared], *, readiness: Readiness | None = None, limits: Limits | None = None
) -> Application:
    """The ASGI application of custom resources: /convert, /healthz, /readyz and /metrics.

    ``readiness`` is what /readyz says; without it the application is always ready.
    """
    return _Application(Converter(resources), readiness or Readiness(ready=True), limits or Limits())


class _Application:
    def __init__(self, converter: Converter, readiness: Readiness, limits: Limits) -> None:
        self.converter, self.readiness, self.limits = converter, readiness, limits
        self.metrics = Metrics()
        self.one_large = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        status, kind, content = await self._answered(scope, receive)
        headers = [(b"content-type", kind), (b"content-length", b"%d" % len(content))]
        if self.readiness.draining or status in (408, 413):
            headers.append((b"connection", b"close"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def _answered(self, scope: Scope, receive: Receive) -> tuple[int, bytes, bytes]:
        path, method = scope["path"], scope["method"]
        if path == "/convert":
            return await self._converted(scope, receive)
        if method not in ("GET", "HEAD"):
            return 404, TEXT, b"not found\n"
        if path == "/healthz":
            return 200, TEXT, b"ok\n"
        if path == "/readyz":
            return (200, TEXT, b"ok\n") if self.readiness.is_ready else (503, TEXT, b"not ready\n")
        if path == "/metrics":
            return 200, *self.metrics.page()
        return 404, TEXT, b"not found\n"

    async def _converted(self, scope: Scope, receive: Receive) -> tuple[int, bytes, bytes]:
        started = perf_counter()
        try:
            if scope["method"] != "POST":
                raise Refused(405, "send a ConversionReview with POST")
            _require_json(scope)
            content = await body.read(scope, receive, self.limits)
            if len(content) < LARGE:
                answer, text = self._review(content)
            else:
                async with self.one_large:
                    answer, text = await asyncio.to_thread(self._review, content)
        except Refused as refused:
            self.metrics.refused(refused.status)
            return refused.status, TEXT, f"{refused.reason}\n".encode()
        self.metrics.answered(answer, perf_counter() - started)
        return 200, JSON, text

    def _review(self, content: bytes) -> tuple[Answer, bytes]:
        try:
            answer = self.converter.answer(orjson.loads(content))
        except (ValueError, ReviewError) as error:
            raise Refused(400, str(error)) from error
        return answer, orjson.dumps(answer.review)


def _require_json(scope: Scope) -> None:
    kind = dict(scope["headers"]).get(b"content-type", b"")
    if kind.partition(b";")[0].strip().lower() != JSON:
        raise Refused(415, "the content type must be application/json")
