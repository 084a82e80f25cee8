"""Where an API server finds a conversion webhook: a Service of its cluster, or a URL."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from kconv.errors import UsageError

PATH = "/convert"


class Webhook(NamedTuple):
    """Where the conversion webhook is: a Service in a namespace, or with ``url`` alone a URL.

    ``service`` and ``address`` read it from a text, and check that.
    """

    namespace: str = ""
    name: str = ""
    port: int = 443
    url: str = ""

    def client_config(self) -> dict[str, Any]:
        """``clientConfig``, without a caBundle: that is the cluster's, and patched in there."""
        if self.url:
            return {"url": self.url}
        return {"service": {"namespace": self.namespace, "name": self.name, "path": PATH, "port": self.port}}


def conversion(client_config: dict[str, Any]) -> dict[str, Any]:
    """``spec.conversion`` of a definition that converts through the webhook of a ``clientConfig``."""
    return {"strategy": "Webhook", "webhook": {"conversionReviewVersions": ["v1"], "clientConfig": client_config}}


def service(text: str) -> Webhook:
    """Read NAMESPACE/NAME[:PORT]. Raises UsageError."""
    namespace, _, rest = text.partition("/")
    name, _, port = rest.partition(":")
    number = port or "443"
    if not (namespace and name) or "/" in rest or not (number.isdecimal() and 0 < int(number) < 65536):
        raise UsageError(f"{text!r} is not a Service", hint="write NAMESPACE/NAME or NAMESPACE/NAME:PORT")
    return Webhook(namespace, name, int(number))


def address(text: str) -> Webhook:
    """Read a URL as the API server does. Raises UsageError."""
    try:
        url = urlsplit(text)
        plain = not (url.query or url.fragment or url.username) and "?" not in text and "#" not in text
        fits = url.scheme == "https" and bool(url.hostname) and plain and (url.port or 1) > 0
    except ValueError:
        fits = False
    if not fits:
        hint = "write https://HOST[:PORT][/PATH], without user, query or fragment"
        raise UsageError(f"{text!r} is not the URL of a webhook", hint=hint)
    return Webhook(url=text)
