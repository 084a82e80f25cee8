"""How the API server converts between a definition's versions: through a webhook, or not at all where they are one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from kconv.crd.definition import Definition
from kconv.crd.faults import Fault
from kconv.errors import UsageError
from kconv.pipeline.validate.definitions import Definition as Described
from kconv.structural.vocabulary import Schema

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


def strategy(
    definition: Definition, schemas: Mapping[str, Schema], webhook: Webhook | None
) -> tuple[dict[str, Any] | None, list[Fault]]:
    """The conversion of a definition, None for one version, and what is missing to say it."""
    if len(definition.versions) == 1:
        return None, []
    if same_throughout(definition, schemas):
        return {"strategy": "None"}, []
    if webhook is None:
        there = (definition.shipped or {"spec": {}})["spec"].get("conversion") or {}
        return (there, []) if there.get("strategy") == "Webhook" else (None, [_unsaid(definition)])
    config = {"conversionReviewVersions": ["v1"], "clientConfig": webhook.client_config()}
    return {"strategy": "Webhook", "webhook": config}, []


def _unsaid(definition: Definition) -> Fault:
    names = ", ".join(version.declared.group_version.version for version in definition.versions)
    why = f"the versions {names} differ, and the API server needs a webhook to convert between them"
    advice = "give its address: --webhook-service NAMESPACE/NAME[:PORT] or --webhook-url https://…"
    return Fault(definition.versions[0].place, definition.name, why, advice)


def same_throughout(definition: Definition, schemas: Mapping[str, Schema]) -> bool:
    """Whether all versions are provably the same: no rule between them, and schemas that differ in their texts only."""
    models = {version.model for version in definition.versions}
    if any(version.rules for version in definition.versions if version.since in models):
        return False
    newest, *others = (_described(schemas[each.api_version]) for each in definition.versions)
    return all(other.asks_the_same(newest) for other in others)


def _described(schema: Schema) -> Described:
    return Described({"openAPIV3Schema": schema}, keeps=False, status=False, served=True)
