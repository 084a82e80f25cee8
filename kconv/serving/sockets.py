"""A Pod has an IPv4 address, an IPv6 address or both: one socket for both, which ``host="::"`` alone does not give."""

from __future__ import annotations

import errno
import socket
from typing import Final

from kconv.errors import UsageError

_LAST_PORT: Final = 65535
_WAITING: Final = 2048
"""Connections that wait to be accepted."""
_WITHOUT_IPV6: Final = (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL)


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens. With ``host`` "" it does for IPv4 and IPv6, as far as the machine has them.

    Raises UsageError if the address cannot be had.
    """
    shown = f"[{host}]:{port}" if ":" in host else f"{host or '*'}:{port}"
    if port > _LAST_PORT:
        raise UsageError(f"cannot listen on {shown}: the last port is {_LAST_PORT}", hint="choose another --port")
    try:
        return _opened(host, port)
    except OSError as error:
        why = f"cannot listen on {shown}: {error.strerror or error}"
        raise UsageError(why, hint="choose another --host or --port") from error


def _opened(host: str, port: int) -> socket.socket:
    if host not in ("", "::"):
        [(family, *_, address), *_] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return _bound(family, address)
    try:
        return _bound(socket.AF_INET6, ("::", port), both=True)
    except OSError as error:
        if error.errno not in _WITHOUT_IPV6:
            raise
    return _bound(socket.AF_INET, ("0.0.0.0", port))


def _bound(family: int, address: tuple[object, ...], *, both: bool = False) -> socket.socket:
    # asyncio turns off Nagle's algorithm only for a socket that names its protocol; with it, each answer over a
    # connection that is kept open waits 40 ms for the client's acknowledgement of the headers.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if both:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        made.bind(address)
        made.listen(_WAITING)
        made.setblocking(False)
    except BaseException:
        made.close()
        raise
    return made
