"""An old object that kustomize applies layers to: as it is, and as it will be once it is migrated."""

from __future__ import annotations

import re
from typing import Any

from kconv.names import GroupVersionKind, name_of
from kconv.paths import FieldPath
from kconv.records import NamedTuple

Json = Any
ANY = "*"
"""Stands for a name that is unknown."""
# Expressions that take Python longer than Go, or mean something else in it: a repeated group, and long ones.
_RISKY = re.compile(r"\)[*+?{]|\{\d{3,}|.{200}", re.DOTALL)
_LITERAL = re.compile(r"[\w-]+")


class Doc(NamedTuple):
    """The location of an object: the real path of its file, the position of its document, and its path in that."""

    file: str
    position: int
    path: FieldPath = ()


TOGETHER = "migrate it by hand, together with what kustomize applies to it"


class Reason(NamedTuple):
    """Why an object waits: what prevents its migration, where that is, and what to do."""

    file: str
    line: int
    why: str
    hint: str = TOGETHER


class Base(NamedTuple):
    """An old object with the layers below already applied.

    ``new`` is its migrated form, or None if it is not migrated for the reason in ``why``. ``names`` holds every
    (name, namespace) under which it is known so far: a prefix adds one.
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
        """Kind and name, for a message."""
        return f"{self.gvk.kind}/{name_of(self.old)}"

    def renamed(self, prefix: str, suffix: str, namespace: str) -> Base:
        """The object after a kustomization changes its name or namespace; each intermediate name is known as well."""
        names = set(self.names)
        names |= {(name, namespace) for name, _ in names} if namespace else set()
        names |= {(f"{prefix}{name}", place) for name, place in names}
        names |= {(f"{name}{suffix}", place) for name, place in names}
        return self._replace(names=frozenset(names))

    def known(self) -> Base:
        """The object, also known by the name that a layer has given it."""
        return self._replace(names=self.names | {identity(self.old)})

    def anything(self) -> Base:
        """The object, known by any name: a layer gave it one that is unknown."""
        return self._replace(names=self.names | {(ANY, ANY)})


class Misfit(NamedTuple):
    """A layer that no longer fits once an object is migrated: where it is written, and what is wrong.

    ``place`` is its path in the kustomization, or in the file that the kustomization names.
    """

    base: Base
    file: str
    line: int
    place: FieldPath
    why: str


def identity(obj: Json) -> tuple[str, str]:
    """An object's name and namespace; "" for one that is absent."""
    metadata = obj.get("metadata") if isinstance(obj, dict) else None
    metadata = metadata if isinstance(metadata, dict) else {}
    return str(metadata.get("name") or ""), str(metadata.get("namespace") or "")


def is_patched_by(base: Base, patch: Json, gvk: GroupVersionKind | None) -> bool:
    """Whether a patch without a target names this object."""
    name, namespace = identity(patch)
    return gvk == base.gvk and any(
        known in (name, ANY) and (not namespace or place in ("", ANY, namespace)) for known, place in base.names
    )


def is_selected(base: Base, selector: Json, gvk: GroupVersionKind) -> bool:
    """Whether a selector matches the object at a version. As in kustomize, each value is an expression that must
    match a whole name.

    Labels and annotations are not evaluated: an object that they might match counts as matched.
    """
    if not isinstance(selector, dict):
        return False
    parts = zip(("group", "version", "kind"), gvk, strict=True)
    return all(_matches(selector.get(key), {part}) for key, part in parts) and (
        _matches(selector.get("name"), {name for name, _ in base.names})
        and _matches(selector.get("namespace"), {place or "default" for _, place in base.names})
    )


def reselected(base: Base, selector: Json) -> str:
    """What is wrong with a selector once an object is migrated; "" if it selects both forms or neither."""
    now, then = is_selected(base, selector, base.gvk), is_selected(base, selector, base.to)
    if now == then:
        return ""
    named = "/".join(str(selector[key]) for key in ("group", "version") if selector.get(key))
    return (
        f"selects {named}, and would {'begin to' if then else 'no longer'} find {base.title} in {base.to.api_version}"
    )


def _matches(word: Any, values: set[str]) -> bool:
    """Whether a Go expression matches a whole value; one that cannot be evaluated may match any."""
    if not isinstance(word, str) or not word or ANY in values or word in values:
        return True
    if _LITERAL.fullmatch(word):
        return False
    from kconv.validation.pattern import compiled

    expression = None if _RISKY.search(word) else compiled(f"^(?:{word})$")
    return expression is None or any(expression.search(value) for value in values)
