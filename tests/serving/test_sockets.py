"""One socket for IPv4 and IPv6, or one for the address that is given."""

from __future__ import annotations

import errno
import socket

import pytest

from kconv.errors import UsageError
from kconv.serving.sockets import listening


def reached(listener: socket.socket, host: str) -> bool:
    """Whether a client reaches a socket at an address."""
    try:
        socket.create_connection((host, listener.getsockname()[1]), timeout=5).close()
    except OSError:
        return False
    return True


@pytest.mark.parametrize("host", ["", "::"])
def test_every_address_is_ipv4_and_ipv6(host: str) -> None:
    with listening(host, 0) as listener:
        assert reached(listener, "127.0.0.1")
        assert reached(listener, "::1")


ADDRESSES = [("127.0.0.1", {"127.0.0.1"}), ("::1", {"::1"}), ("0.0.0.0", {"127.0.0.1"})]


@pytest.mark.parametrize(("host", "found"), ADDRESSES)
def test_an_address_that_is_given_is_the_only_one(host: str, found: set[str]) -> None:
    with listening(host, 0) as listener:
        assert {each for each in ("127.0.0.1", "::1") if reached(listener, each)} == found


def test_a_machine_without_ipv6_has_ipv4(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.socket

    def without(family: int, *rest: int) -> socket.socket:
        if family == socket.AF_INET6:
            raise OSError(errno.EAFNOSUPPORT, "Address family not supported by protocol")
        return real(family, *rest)

    monkeypatch.setattr(socket, "socket", without)
    with listening("", 0) as listener:
        assert listener.family == socket.AF_INET


def test_a_port_that_only_ipv6_has_is_in_use() -> None:
    with socket.socket(socket.AF_INET6) as other:
        other.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        other.bind(("::", 0))
        with pytest.raises(UsageError, match="Address already in use"):
            listening("", other.getsockname()[1])


def test_an_address_in_use_is_reported() -> None:
    with listening("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(UsageError, match=rf"cannot listen on 127\.0\.0\.1:{port}: Address already in use"):
            listening("127.0.0.1", port)
        with pytest.raises(UsageError, match=rf"cannot listen on \*:{port}: Address already in use"):
            listening("", port)


@pytest.mark.parametrize(("host", "port"), [("no.such.host.invalid", 0), ("127.0.0.1", 65536), ("192.0.2.1", 0)])
def test_an_address_that_cannot_be_had_is_reported(host: str, port: int) -> None:
    with pytest.raises(UsageError, match="cannot listen on"):
        listening(host, port)
