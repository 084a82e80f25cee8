"""Settings that a repository keeps beside its manifests, so that a laptop, a hook and CI migrate alike.

They are in ``kconv.toml``, or under ``[tool.kconv]`` of a ``pyproject.toml``, in the folder that is migrated or the
nearest one above it. An unknown key is an error: a misspelt ``exclude`` that is silently ignored would rewrite files
that must not change. Flags win over settings.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any

from kconv.errors import UsageError
from kconv.records import NamedTuple

FILE = "kconv.toml"
_PYPROJECT = "pyproject.toml"
_TABLE = b"tool.kconv"


class Settings(NamedTuple):
    """The contents of a settings file; ``file`` is its path, "" if there is none.

    ``include`` and ``exclude`` are globs, ``decisions`` answers by name, ``leave_out_defaults`` paths of old defaults
    that are not to be written ("Deployment.spec.progressDeadlineSeconds"), ``resources`` modules and files that declare
    custom resources.
    """

    target: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    decisions: Mapping[str, str] = MappingProxyType({})
    leave_out_defaults: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    file: str = ""


def find(start: str) -> Settings:
    """The settings that hold for a file or folder: the nearest ones at or above it, or empty ones.

    Raises UsageError for a file that cannot be read, an unknown key or a value of the wrong type.
    """
    folder, below = os.path.abspath(start), ""
    while folder != below:
        found = _own(os.path.join(folder, FILE)) or _shared(os.path.join(folder, _PYPROJECT))
        if found:
            return found
        folder, below = os.path.dirname(folder), folder
    return Settings()


def _own(file: str) -> Settings | None:
    return _read(_toml(file), file) if os.path.isfile(file) else None


def _shared(file: str) -> Settings | None:
    if not os.path.isfile(file) or _TABLE not in _bytes(file):  # most have none, and loading TOML costs start-up
        return None
    table = _toml(file).get("tool", {}).get("kconv")
    return None if table is None else _read(table, file)


def _bytes(file: str) -> bytes:
    try:
        with open(file, "rb") as opened:
            return opened.read()
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", file=file) from error


def _toml(file: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(_bytes(file).decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"is not TOML: {error}", file=file) from error


def _read(table: Any, file: str) -> Settings:
    if not isinstance(table, dict):
        raise UsageError("must be a table", file=file, path="tool.kconv")
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _KEYS:
            raise UsageError("is not a setting", file=file, path=key, hint=closest(key, _KEYS))
        convert, wanted = _KEYS[key]
        try:
            values[key.replace("-", "_")] = convert(value)
        except TypeError as error:
            raise UsageError(f"must be {wanted}", file=file, path=key) from error
    return Settings(**values, file=file)


def closest(word: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    """A hint for a misspelt word: the nearest known one, else all of them."""
    return meant(word, known) or f"known names are {', '.join(sorted(known))}"


def meant(word: str, known: Collection[str]) -> str:
    """A hint for a misspelt word beside a list of all: the nearest known one, "" for none that is near."""
    import difflib

    near = difflib.get_close_matches(word, known, n=1)
    return f"did you mean {near[0]}?" if near else ""


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _release(value: Any) -> str:
    if isinstance(value, float):  # 1.30 without quotes is the number 1.3, another release
        raise TypeError
    return _text(value)


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(_text(item) for item in value)


def _answers(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise TypeError
    return dict(_flat(value, ""))


def _flat(table: Mapping[str, Any], prefix: str) -> list[tuple[str, str]]:
    """Names hold a dot, which TOML reads as a table unless it is quoted; both ways of writing mean the same."""
    pairs: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            pairs += _flat(value, f"{prefix}{key}.")
        elif isinstance(value, bool):
            pairs.append((prefix + key, str(value).lower()))
        else:
            pairs.append((prefix + key, _text(value)))
    return pairs


_KEYS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "target": (_release, 'a release in quotes, such as "1.32"'),
    "include": (_texts, "a list of globs"),
    "exclude": (_texts, "a list of globs"),
    "decisions": (_answers, "a table of names and answers in quotes"),
    "leave-out-defaults": (_texts, "a list of paths"),
    "resources": (_texts, "a list of modules and files of rules"),
}
