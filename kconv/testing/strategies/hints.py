"""A rule such as `self.operator in ['Equal', 'Exists']` is an enum that the schema does not have, and one such as
`url(self).getScheme() == 'https'` a format: a text that is drawn at random never keeps to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from kconv.structural.vocabulary import VALIDATIONS, Schema, additional, items, properties
from kconv.testing.expressions import compared, given, keys
from kconv.testing.strategies.words import FORMATS, NAMES, fits_node

HINTS: Final = "x-kconv-hints"
"""The texts that rules ask of a field, in the copy of its node that objects are made from."""
KEY_HINTS: Final = "x-kconv-key-hints"
"""The keys that rules allow in a map, in the copy of its node."""
Words = Mapping[str, tuple[str, ...]]
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*")
_SAMPLES: Final[Mapping[str, tuple[str, ...]]] = {
    "quantity": tuple(text for text in FORMATS["quantity"] if isinstance(text, str)),
    "duration": FORMATS["duration"],
    "url": ("https://example.com/a?b=c", "http://example.com:8080", "https://example.com"),
    "ip": (*FORMATS["ipv4"], *FORMATS["ipv6"]),
    "isCIDR": FORMATS["cidr"],
    "validate": NAMES,
}
"""What functions of Kubernetes can read."""
_SAME: Final = {"isQuantity": "quantity", "isURL": "url", "isIP": "ip"}


def hinted(node: Schema, words: Words | None = None) -> Schema:
    """A copy of a schema with the hints of its rules at the fields that they name, at any depth below the rule."""
    own = _own(node)
    words = {**(words or {}), **{name: texts for name, texts in own.items() if name}}
    out = {**_field("", dict(node), own), **_of_keys(node)}
    fields = {key: _field(key, hinted(child, words), words) for key, child in properties(node).items()}
    inner, values = items(node), additional(node)
    return out | {
        key: found
        for key, found in (
            ("properties", fields or None),
            ("items", hinted(inner, words) if inner is not None else None),
            ("additionalProperties", hinted(values, words) if values is not None else None),
        )
        if found is not None
    }


def _of_keys(node: Schema) -> Schema:
    found = (text for rule in node.get(VALIDATIONS) or () for text in keys(str(rule.get("rule", ""))))
    known = tuple(dict.fromkeys(found)) if additional(node) is not None else ()
    return {KEY_HINTS: known} if known else {}


def _own(node: Schema) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for rule in node.get(VALIDATIONS) or ():
        for name, text in _asked(str(rule.get("rule", ""))):
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), text)))
    return found


def _asked(rule: str) -> Iterator[tuple[str, str]]:
    """The fields that a rule names, "" for the value itself, with texts that it may accept there."""
    yield from compared(rule)
    for name, function, texts in given(rule):
        known = _SAMPLES.get(_SAME.get(function, function))
        if known is not None:
            yield from ((name, text) for text in (*_made(_SAME.get(function, function), texts), *known))


def _made(function: str, texts: tuple[str, ...]) -> Iterator[str]:
    """The texts of a rule, as a function reads them: a scheme, or a host, is part of a URL."""
    for text in texts:
        if function != "url":
            yield text
        elif _SCHEME.fullmatch(text):
            yield f"https://{text}/a" if "." in text else f"{text}://example.com/a"


def _field(name: str, node: Schema, words: Words) -> Schema:
    texts = words.get(name, ()) if node.get("type") == "string" and not node.get("enum") else ()
    known = tuple(dict.fromkeys((*(node.get(HINTS) or ()), *(text for text in texts if fits_node(text, node)))))
    return {**node, HINTS: known} if known else node
