"""A host that no certificate can name is refused before a key is made for it."""

from __future__ import annotations

import pytest

from kconv.certificates.hosts import checked
from kconv.errors import UsageError

GOOD = ["webhook.acme.svc", "localhost", "*.acme.svc", "10.0.0.1", "::1", "a" * 63, "1.example"]
BAD = [
    "",
    " ",
    "a b",
    "-a",
    "a-",
    "a..b",
    ".a",
    "a" * 64,
    f"{'a.' * 126}ab",
    "https://a",
    "a:443",
    "ä.example",
    "a_b",
    "*",
]


@pytest.mark.parametrize("host", GOOD)
def test_accepted(host: str) -> None:
    assert checked(host) == host


@pytest.mark.parametrize("host", BAD)
def test_refused(host: str) -> None:
    with pytest.raises(UsageError, match="neither a DNS name nor an IP address"):
        checked(host)
