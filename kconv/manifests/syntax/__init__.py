"""The syntaxes of manifests. A file's place is its registration: `<syntax>.py` holds a `SYNTAX`, as the protocol
``Syntax`` describes it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module

from kconv.manifests.protocols import Syntax

LAST = "yaml"
"""The syntax of every text that has no other."""


@lru_cache(maxsize=1)
def every() -> tuple[Syntax, ...]:
    """Every syntax, in the order in which a document is offered to them."""
    modules = (os.path.splitext(file) for folder in __path__ for file in os.listdir(folder))
    found = {name for name, suffix in modules if suffix == ".py" and not name.startswith("_")}
    return tuple(import_module(f"{__name__}.{name}").SYNTAX for name in (*sorted(found - {LAST}), LAST))


def candidates(data: bytes) -> Iterator[tuple[Syntax, int]]:
    """The syntaxes that a document's bytes may be of, each with the offset at which its text begins; YAML is last."""
    for syntax in every():
        start = syntax.start(data)
        if start is not None:
            yield syntax, start
