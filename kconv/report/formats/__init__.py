"""The formats of reports. A file's place is its registration: `<format>.py` holds the format's `FormatReport`, and is
imported by a run that writes it and by no other.
"""

from __future__ import annotations

import os
from functools import lru_cache
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kconv.report.protocols import Report

DEFAULT = "text"
"""The format for people: it has colours, and goes to standard error if standard output has a manifest or diff."""


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """Every format by name, the default first."""
    modules = (os.path.splitext(file) for file in os.listdir(os.path.dirname(__file__)))
    found = {name for name, suffix in modules if suffix == ".py" and not name.startswith("_")}
    return (DEFAULT, *sorted(found - {DEFAULT}))


def load(name: str) -> type[Report]:
    """One of the formats."""
    report: type[Report] = import_module(f"{__name__}.{name}").FormatReport
    return report
