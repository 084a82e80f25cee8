"""An answer is sent in two parts; the kernel holds the second back 40 ms, until the client acknowledges the first, unless asked not to."""

from __future__ import annotations

import asyncio
import socket

import pytest

from kconv.serving.sockets import listening


@pytest.mark.parametrize("host", ["127.0.0.1", ""])
def test_connections_send_at_once(host: str) -> None:
    assert asyncio.run(no_delay(host))


async def no_delay(host: str) -> bool:
    """Whether a connection that a server of asyncio accepts has TCP_NODELAY."""
    found: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    async def accepted(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = writer.get_extra_info("socket")
        found.set_result(bool(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))
        writer.close()

    listener = listening(host, 0)
    async with await asyncio.start_server(accepted, sock=listener):
        _, writer = await asyncio.open_connection("127.0.0.1", listener.getsockname()[1])
        answer = await found
        writer.close()
        return answer
