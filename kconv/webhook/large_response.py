"""A server keeps what its client does not read, without an end unless an answer is handed to it in parts."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

_PART: Final = 64 * 1024
"""Bytes: uvicorn lets an application wait while it has more than that to send."""


class LargeResponse(Response):
    """JSON that is sent as fast as the client reads it. If that takes too many seconds, the connection ends."""

    media_type = "application/json"

    def __init__(self, content: bytes, seconds: float) -> None:
        super().__init__(content)
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - as ASGI has it
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        try:
            async with asyncio.timeout(self.seconds):
                await self._sent(send)
        except TimeoutError:  # what is not complete ends its connection
            return

    async def _sent(self, send: Send) -> None:
        whole = memoryview(self.body)
        for start in range(0, len(whole), _PART):
            part, end = bytes(whole[start : start + _PART]), start + _PART
            await send({"type": "http.response.body", "body": part, "more_body": end < len(whole)})
            await asyncio.sleep(0)  # a client may be gone, which is only seen here, and others are answered
