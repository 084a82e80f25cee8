"""A Pod that ends gets requests for some seconds more. What a client sends on a connection at the moment in which it is
closed is lost: so the connections end with an answer that says so, or by the client, which gives up idle ones first.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

import uvicorn

from kconv.serving.phases import Phases
from kconv.serving.protocol import Protocol, protocol
from kconv.serving.readiness import Readiness
from kconv.serving.sockets import listening
from kconv.serving.tls import Certificate, small_buffers

_LOG: Final = logging.getLogger("kconv.serving")
KEEP_ALIVE: Final = 150
"""Seconds that an idle connection stays open: Go's clients close theirs after 90."""
DRAIN: Final = 5
"""Seconds from the end of readiness to that of the socket: until then, a Service may still send requests."""
FIRST_REQUEST: Final = 2.0
"""Seconds in which a connection that was accepted last must have sent its first request."""
LAST_ANSWERS: Final = 20
"""Seconds for the requests that are left then: a Pod has 30 from the signal on."""


class Serving(NamedTuple):
    """Where and how to serve. ``host`` "" is every address of the machine; ``tls`` is a certificate, or its file and
    that of its key, None for plain HTTP; ``drain`` is in seconds."""

    host: str = ""
    port: int = 9443
    tls: Certificate | tuple[Path, Path] | None = None
    drain: float = DRAIN


def serve(
    application: Callable[..., Any], serving: Serving, readiness: Readiness, phases: Phases | None = None
) -> None:
    """Serve an ASGI application until SIGTERM or SIGINT, and return after the last answer.

    Raises UsageError for an address that cannot be had, or a certificate that cannot be read.
    """
    asyncio.run(_served(application, serving, readiness, phases or Phases()))


async def _served(application: Callable[..., Any], serving: Serving, readiness: Readiness, phases: Phases) -> None:
    certificate = Certificate(*serving.tls) if isinstance(serving.tls, tuple) else serving.tls
    listener = listening(serving.host, serving.port)
    _LOG.info("listening", extra={"address": listener.getsockname()[0], "port": listener.getsockname()[1]})
    config = uvicorn.Config(
        application,
        http=protocol(readiness),
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=LAST_ANSWERS,
    )
    config.load()
    config.ssl = certificate.context if certificate else None
    small_buffers()
    await Server(config, certificate, readiness, phases, serving.drain).serve([listener])


@asynccontextmanager
async def _watching(certificate: Certificate | None) -> AsyncIterator[None]:
    """Meanwhile, the certificate is read again when its files change."""
    watch = asyncio.create_task(certificate.watch()) if certificate else None
    try:
        yield
    finally:
        if watch:
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch


class Server(uvicorn.Server):
    """uvicorn's server with phases and a drain."""

    first_request = FIRST_REQUEST

    def __init__(
        self,
        config: uvicorn.Config,
        certificate: Certificate | None,
        readiness: Readiness,
        phases: Phases,
        drain: float,
    ) -> None:
        super().__init__(config)
        self.certificate, self.readiness, self.phases, self.drain = certificate, readiness, phases, drain

    async def main_loop(self) -> None:
        async with _watching(self.certificate):
            if await self._is_ready():
                self.readiness.ready = True
                gc.freeze()  # rules and models stay to the end: to look through them again would hold up answers
                _LOG.info("ready")
                await super().main_loop()
            await self._drained()

    async def _is_ready(self) -> bool:
        """Whether the phase came to its end; a signal ends it, too. Requests are answered meanwhile."""
        phase = asyncio.ensure_future(self.phases.ready())
        while not phase.done() and not self.should_exit:
            await self.on_tick(0)
            await asyncio.wait([phase], timeout=0.1)
        if not phase.done():
            phase.cancel()
            return False
        phase.result()
        return True

    async def _drained(self) -> None:
        """Go on answering, until no more requests are to be expected."""
        self.readiness.draining = True
        _LOG.info("draining", extra={"seconds": self.drain})
        for connection in self.server_state.connections:
            if isinstance(connection, Protocol):
                connection.close_after_answer()
        await self.phases.draining()
        await asyncio.sleep(self.drain)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for listener in self.servers:
            listener.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(self.first_request):
                while any(isinstance(each, Protocol) and each.is_new for each in self.server_state.connections):
                    await asyncio.sleep(0.05)
        await super().shutdown(sockets)
        await self.phases.shutdown()
        _LOG.info("stopped")

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """A signal ends the server, not the program: to be ended in order is no failure."""
        before = {each: signal.signal(each, self.handle_exit) for each in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for each, former in before.items():
                signal.signal(each, former)
