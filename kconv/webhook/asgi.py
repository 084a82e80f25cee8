"""The webhook over HTTP: reviews at /convert, and what a kubelet and Prometheus ask."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from time import perf_counter
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kconv.serving.readiness import Readiness
from kconv.webhook import body, log
from kconv.webhook.body import Limits, RefusedError
from kconv.webhook.budget import FREE, Budget, Share
from kconv.webhook.large_response import LargeResponse
from kconv.webhook.metrics import Metrics
from kconv.webhook.request import ReviewError
from kconv.webhook.review import Answer, Converter
from kconv.webhook.served import Declared
from kconv.webhook.text import answered

LARGE: Final = FREE
"""Bytes of a review from which on it is converted beside the event loop, so that others are answered meanwhile."""
_JSON: Final = "application/json"


def application(
    resources: Iterable[Declared],
    *,
    readiness: Readiness | None = None,
    limits: Limits | None = None,
    metrics: Metrics | None = None,
) -> ASGIApp:
    """The ASGI application of custom resources: /convert, /healthz, /readyz and /metrics.

    ``readiness`` is what /readyz says; without it the application is always ready. ``metrics`` may have others beside
    its own. Raises UsageError if two resources have the same version of a kind.
    """
    ready = readiness or Readiness(ready=True)
    metrics = metrics or Metrics()

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(_: Request) -> Response:
        return PlainTextResponse("ok\n") if ready.is_ready else PlainTextResponse("not ready\n", 503)

    async def scraped(_: Request) -> Response:
        return Response(metrics.page(), media_type=metrics.media_type)

    convert = _Convert(Converter(resources), metrics, limits or Limits())
    plain = [("/healthz", healthz), ("/readyz", readyz), ("/metrics", scraped)]
    routes = [Route("/convert", convert, methods=["POST"]), *(Route(path, run) for path, run in plain)]
    others = Starlette(routes=routes)
    others.router.redirect_slashes = False  # to a host that the client names

    async def serving(scope: Scope, receive: Receive, send: Send) -> None:
        # Starlette's middleware and routing take as long as reading and writing a review of one object.
        is_review = scope["type"] == "http" and scope["method"] == "POST" and scope["path"] == "/convert"
        await (convert if is_review else others)(scope, receive, send)

    return serving


class _Convert:
    """The endpoint that is sent ConversionReviews."""

    def __init__(self, converter: Converter, metrics: Metrics, limits: Limits) -> None:
        self.converter, self.metrics, self.limits = converter, metrics, limits
        self.one_large, self.budget = asyncio.Lock(), Budget(limits.together)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self.budget.share() as share:
            try:
                response: Response = await self._response(scope, receive, share)
            except RefusedError as refused:
                self.metrics.refused(refused.status)
                response = PlainTextResponse(f"{refused.reason}\n", refused.status, refused.headers)
            except ConnectionError:  # there is nobody to answer
                return
            await response(scope, receive, send)

    async def _response(self, scope: Scope, receive: Receive, share: Share) -> Response:
        started = perf_counter()
        content = await body.read(scope, receive, self.limits, share)
        try:
            answer, text = await self._answered(content)
        except ReviewError as error:
            raise RefusedError(400, str(error)) from error
        self.metrics.answered(answer, perf_counter() - started)
        log.answered(answer)
        if len(text) <= LARGE:
            return Response(text, media_type=_JSON)
        share.hold(len(text))
        return LargeResponse(text, self.limits.seconds)

    async def _answered(self, content: bytes) -> tuple[Answer, bytes]:
        if len(content) < LARGE:
            return answered(self.converter, content)
        async with self.one_large:  # each takes several times the memory of its body
            return await asyncio.to_thread(answered, self.converter, content)
