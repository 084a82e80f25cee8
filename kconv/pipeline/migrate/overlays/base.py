"""An old object that kustomize lays something over: as it is, and as it will be once it has moved."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from kconv.names import GroupVersionKind, name_of
from kconv.paths import FieldPath

Json = Any
ANY = "*"
"""In place of a name that cannot be told."""
# What takes Python longer than Go, or means something else there: a repeated group, and much at once.
_RISKY = re.compile(r"\)[*+?{]|\{\d{3,}|.{200}", re.DOTALL)
_LITERAL = re.compile(r"[\w-]+")


class Doc(NamedTuple):
    """Where an object stands: the real path of its file, the position of its document, its path in that."""

    file: str
    position: int
    path: FieldPath = ()


TOGETHER = "migrate it together with what kustomize lays over it, by hand"


class Reason(NamedTuple):
    """Why an object waits: what stands in its way, and where; and what to do."""

    file: str
    line: int
    why: str
    hint: str = TOGETHER


class Base(NamedTuple):
    """An old object, with the layers below already on it.

    ``new`` is what it becomes, None where it does not move; ``why`` says why not. ``names`` are all (name, namespace)
    by which it is known so far: a prefix adds one.
    """

    doc: Doc
    line: int
    gvk: GroupVersionKind
    to: GroupVersionKind
    old: Json
    new: Json | None
    why: str
    names: frozenset[tuple[str, str]]

    @property
    def title(self) -> str:
        """What it is, for a message."""
        return f"{self.gvk.kind}/{name_of(self.old)}"

    def renamed(self, prefix: str, suffix: str, namespace: str) -> Base:
        """It behind a kustomization that adds to names, or sets the namespace; kustomize knows each step between."""
        names = set(self.names)
        names |= {(name, namespace) for name, _ in names} if namespace else set()
        names |= {(f"{prefix}{name}", place) for name, place in names}
        names |= {(f"{name}{suffix}", place) for name, place in names}
        return self._replace(names=frozenset(names))

    def known(self) -> Base:
        """It by the name as well that a layer has given to it."""
        return self._replace(names=self.names | {identity(self.old)})

    def anything(self) -> Base:
        """It by any name: a layer gave one to it that nobody can tell."""
        return self._replace(names=self.names | {(ANY, ANY)})


class Misfit(NamedTuple):
    """Something that no longer fits once an object moves: where it is written, and what is wrong.

    ``place`` is its path in the kustomization, or in the file that it names.
    """

    base: Base
    file: str
    line: int
    place: FieldPath
    why: str


def identity(obj: Json) -> tuple[str, str]:
    """An object's name and namespace, "" for what it does not say."""
    metadata = obj.get("metadata") if isinstance(obj, dict) else None
    metadata = metadata if isinstance(metadata, dict) else {}
    return str(metadata.get("name") or ""), str(metadata.get("namespace") or "")


def is_patched_by(base: Base, patch: Json, gvk: GroupVersionKind) -> bool:
    """Whether a patch that names its object names this one."""
    name, namespace = identity(patch)
    return gvk == base.gvk and any(
        known in (name, ANY) and (not namespace or place in ("", ANY, namespace)) for known, place in base.names
    )


def is_selected(base: Base, selector: Json, gvk: GroupVersionKind) -> bool:
    """Whether a selector takes the object at a version: each word is an expression for all of a name, as in kustomize.

    Labels and annotations are not looked at: what they might take counts as taken.
    """
    if not isinstance(selector, dict):
        return False
    parts = zip(("group", "version", "kind"), gvk, strict=True)
    return all(_matches(selector.get(key), {part}) for key, part in parts) and (
        _matches(selector.get("name"), {name for name, _ in base.names})
        and _matches(selector.get("namespace"), {place or "default" for _, place in base.names})
    )


def reselected(base: Base, selector: Json) -> str:
    """What is wrong with a selector once an object has moved, "" if it selects both its forms or none."""
    now, then = is_selected(base, selector, base.gvk), is_selected(base, selector, base.to)
    if now == then:
        return ""
    named = "/".join(str(selector[key]) for key in ("group", "version") if selector.get(key))
    what = f"selects {named}, and " if named else ""
    return f"{what}would {'begin to' if then else 'not'} find {base.title} in {base.to.api_version}"


def _matches(word: Any, values: set[str]) -> bool:
    """Whether an expression of Go's matches all of a value; one that cannot be tried may match any."""
    if not isinstance(word, str) or not word or ANY in values or word in values:
        return True
    if _LITERAL.fullmatch(word):
        return False
    from kconv.validation.pattern import compiled

    expression = None if _RISKY.search(word) else compiled(f"^(?:{word})$")
    return expression is None or any(expression.search(value) for value in values)
