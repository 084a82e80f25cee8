"""pip installs optional libraries by the name of an extra, and an ImportError does not name it.

That a library is there is checked before a command begins, so that its absence says what to do.
"""

from __future__ import annotations

from typing import Final

from kconv.errors import UsageError

MODULES: Final = {
    "cluster": ("cryptography", "lightkube"),
    "crd": ("pydantic",),
    "kopf": ("kopf", "pydantic"),
    "scaffold": ("jinja2",),
    "serve": ("starlette", "uvicorn", "httptools", "orjson", "prometheus_client"),
    "testing": ("deepdiff", "hypothesis"),
}


def require(extra: str) -> None:
    """Raises UsageError if a library of an extra, such as ``"crd"``, is not installed."""
    from importlib.util import find_spec

    missing = [module for module in MODULES[extra] if find_spec(module) is None]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise UsageError(f"{' and '.join(missing)} {verb} not installed", hint=f"pip install 'kconv[{extra}]'")
