"""What a check is given is judged before anything is tried.

What Python takes without a word, such as a text for a list of its letters, would be a check of nothing that passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from kconv.engine import Kind
from kconv.errors import UsageError
from kconv.testing.shape import api_version


def names(argument: str, given: Any) -> tuple[str, ...]:
    """A list of texts. Raises UsageError for a single text, and for anything else."""
    if isinstance(given, str):
        raise UsageError(f"{argument} is a list, not {given!r}", hint=f"write {argument}=[{given!r}]")
    found = tuple(given) if isinstance(given, Iterable) else (given,)
    wrong = [each for each in found if not isinstance(each, str)]
    if wrong:
        raise UsageError(
            f"{argument} is a list of strings, and {wrong[0]!r} is not a string", hint=f'write {argument}=["…"]'
        )
    return found


def versions(given: Any) -> tuple[str, ...]:
    """A list of apiVersions, each once. Raises UsageError."""
    found = tuple(map(api_version, names("versions", given)))
    twice = [version for version in dict.fromkeys(found) if found.count(version) > 1]
    if twice:
        raise UsageError(f"{twice[0]} is given twice in versions", hint="name each version once")
    return found


def kind(given: Any) -> str | Kind:
    """A Kind, or the name of one. Raises UsageError."""
    if isinstance(given, Kind) or (isinstance(given, str) and given.strip()):
        return given
    raise UsageError(f"kind is a name or a Kind, not {given!r}", hint='write kind="Ingress", or the name of your own')


def function(argument: str, given: Any, call: str) -> None:
    """Raises UsageError for what is given and cannot be called."""
    if given is not None and not callable(given):
        raise UsageError(f"{argument} is {given!r}, which cannot be called", hint=f"give a function: {call}")


def objects(
    given: Any, kind: str, versions: Sequence[str], names: Mapping[str, str] = MappingProxyType({})
) -> dict[str, list[Any]]:
    """Real objects by their version; ``names`` says in which the kind has another name.

    Raises UsageError for one that is of another kind, or of none of the versions.
    """
    found: dict[str, list[Any]] = {}
    if isinstance(given, (str, Mapping)) or not isinstance(given, Iterable):
        raise UsageError("objects is a list of objects", hint="write objects=[{…}]")
    for index, obj in enumerate(given):
        if why := _misfit(obj, kind, versions, names):
            hint = f"give objects of kind {kind}, in {' or '.join(versions)}, as dicts"
            raise UsageError(why, path=f"objects[{index}]", hint=hint)
        found.setdefault(obj["apiVersion"], []).append(obj)
    return found


def _misfit(obj: Any, kind: str, versions: Sequence[str], names: Mapping[str, str]) -> str:
    if not isinstance(obj, dict):
        return f"it is {type(obj).__name__}, not dict"
    kind = names.get(str(obj.get("apiVersion")), kind)
    if obj.get("kind") != kind:
        return f"its kind is {obj.get('kind')!r}, not {kind!r}"
    if obj.get("apiVersion") not in versions:
        return f"its apiVersion {obj.get('apiVersion')!r} is not one of the versions"
    return ""


def without_converter(**given: Any) -> None:
    """Raises UsageError for arguments that only describe a user's own converter."""
    said = [name for name, value in given.items() if value]
    if said:
        hint = f"give a converter too, or leave {said[0]} out"
        raise UsageError(
            f"without a converter the kind's rules are tried, and they define {said[0]} themselves", hint=hint
        )
