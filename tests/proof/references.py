"""What objects name, judged without kconv's code: a name that a release does not serve must follow, and nothing else may.

An object that keeps its version may differ from before only in the version of another object that it names, and in rights
to resources that a release serves in another group; and no stale name of these may be left in any object.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from tests.proof.served import is_builtin, is_served, rows

Json = Any
TARGETS = (("spec", "scaleTargetRef"),)
LISTED = (
    (("metadata", "ownerReferences"), ()),
    (("spec", "metrics"), ("object", "describedObject")),
    (("spec", "metrics"), ("object", "target")),
    (("status", "currentMetrics"), ("object", "describedObject")),
    (("status", "currentMetrics"), ("object", "target")),
)
"""Lists, and where in their items another object is named."""
IN_TEXT = ("kubectl.kubernetes.io/last-applied-configuration", "autoscaling.alpha.kubernetes.io/")
ROLES = (("rbac.authorization.k8s.io", "Role"), ("rbac.authorization.k8s.io", "ClusterRole"))


def wrong(old: Json, new: Json, release: str) -> list[str]:
    """What differs between an object and its migration that keeps its version, and may not."""
    rights = [*_less_or_more(old, new, release)] if _is_role(old) and old != new else []
    return rights + [
        f"{'.'.join(map(str, path))} was {before!r} and is {after!r}"
        for path, before, after in _differences(old, new, ())
        if not (_is_role(old) and path[:1] == ("rules",)) and not _follows(old, new, path, before, after, release)
    ]


def left(obj: Json, release: str) -> list[str]:
    """The names in an object that a release does not serve and that have a heir in it."""
    stale = [
        f"{ref['apiVersion']} {ref['kind']} is still named"
        for ref in named(obj)
        if _stale(ref, release) and heirs(ref["apiVersion"], ref["kind"], release)
    ]
    if _is_role(obj) and "aggregationRule" not in obj:
        allowed = _allowed(obj)
        stale += [
            f"{verb} {resource} is allowed in {group}, and not in {heir}"
            for group, resource, verb, name in sorted(allowed)
            for heir in moved(group, resource.partition("/")[0], release)
            if not _among(allowed, heir, resource, verb, name)
        ]
    return stale


def line_gone(old: str, new: str, may_go: Callable[[str], object]) -> str | None:
    """The first line of a text that is not in another one, in order; but for those that may go."""
    after = iter(new.splitlines())
    return next((line for line in old.splitlines() if not may_go(line) and line not in after), None)


def named(obj: Json) -> Iterator[dict[str, str]]:
    """Every other object that an object names by apiVersion and kind where Kubernetes follows the name."""
    found = [_at(obj, path) for path in TARGETS]
    for listed, inside in LISTED:
        items = _at(obj, listed)
        found += [_at(item, inside) for item in items if isinstance(items, list)] if items else []
    for ref in found:
        if isinstance(ref, dict) and isinstance(ref.get("apiVersion"), str) and isinstance(ref.get("kind"), str):
            yield ref


def _stale(ref: dict[str, str], release: str) -> bool:
    return is_builtin(ref["apiVersion"], ref["kind"]) and not is_served(ref["apiVersion"], ref["kind"], release)


@cache
def heirs(api_version: str, kind: str, release: str) -> frozenset[str]:
    """The versions of the same family of a kind that a release serves."""
    families = {row["family"] for row in rows() if (row["api_version"], row["kind"]) == (api_version, kind)}
    return frozenset(
        row["api_version"]
        for row in rows()
        if row["family"] in families and row["kind"] == kind and is_served(row["api_version"], kind, release)
    )


@cache
def moved(group: str, resource: str, release: str) -> frozenset[str]:
    """The groups that serve a resource in a release which the group served and no longer does."""
    own = [row for row in rows() if (row["group"], row["plural"]) == (group, resource) and resource]
    if not own or any(is_served(row["api_version"], row["kind"], release) for row in own):
        return frozenset()
    found = {version for row in own for version in heirs(row["api_version"], row["kind"], release)}
    return frozenset(version.rpartition("/")[0] for version in found)


def _differences(
    old: Json, new: Json, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Json, Json]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in {**old, **new}:
            yield from _differences(old.get(key), new.get(key), (*path, key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for at, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _differences(before, after, (*path, at))
    elif old != new or type(old) is not type(new):
        yield path, old, new


def _follows(old: Json, new: Json, path: tuple[str | int, ...], before: Json, after: Json, release: str) -> bool:
    """Whether a difference is a name that followed, or a text in which nothing but names did."""
    if path[:2] == ("metadata", "annotations") and str(path[-1]).startswith(IN_TEXT):
        inner_old, inner_new = json.loads(before), json.loads(after)
        if isinstance(inner_old, dict):  # a whole object, of another version perhaps
            same = (inner_old.get("kind"), _at(inner_old, ("metadata", "name"))) == (
                inner_new.get("kind"),
                _at(inner_new, ("metadata", "name")),
            )
            return same and is_served(inner_new["apiVersion"], inner_new["kind"], release)
        return all(_named_anew(*each, release) for each in _parents(inner_old, inner_new))
    holder, holder_new = _at(old, path[:-1]), _at(new, path[:-1])
    places = [id(ref) for ref in named(old)]
    return path[-1] == "apiVersion" and id(holder) in places and _named_anew(holder, holder_new, release)


def _named_anew(old: Json, new: Json, release: str) -> bool:
    """Whether two references differ by their version alone, and by a stale one giving way to a heir."""
    return (
        _stale(old, release)
        and {**old, "apiVersion": ""} == {**new, "apiVersion": ""}
        and new["apiVersion"] in heirs(old["apiVersion"], old["kind"], release)
    )


def _parents(old: Json, new: Json) -> Iterator[tuple[Json, Json]]:
    """The maps in which two values differ."""
    for path, _, _ in _differences(old, new, ()):
        yield _at(old, path[:-1]), _at(new, path[:-1])


def _at(value: Json, path: tuple[str | int, ...]) -> Json:
    for part in path:
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int):
            value = value[part]
        else:
            return None
    return value


def _is_role(obj: Json) -> bool:
    return (str(obj.get("apiVersion")).rpartition("/")[0], obj.get("kind")) in ROLES


def _allowed(role: Json) -> set[tuple[str, str, str, str]]:
    """Every (group, resource, verb, name) that a role writes down; "" for any name."""
    return {
        (group, resource, verb, name)
        for rule in role.get("rules") or ()
        for group in rule.get("apiGroups") or ()
        for resource in rule.get("resources") or ()
        for verb in rule.get("verbs") or ()
        for name in rule.get("resourceNames") or ("",)
    }


def _among(allowed: set[tuple[str, str, str, str]], group: str, resource: str, verb: str, name: str) -> bool:
    """Whether this is allowed, wildcards and all."""
    below = "*/" + resource.partition("/")[2]
    return any(
        (one, what, do, who) in allowed
        for one in (group, "*")
        for what in (resource, "*", below)
        for do in (verb, "*")
        for who in (name, "")
    )


def _less_or_more(old: Json, new: Json, release: str) -> Iterator[str]:
    """Rights that are gone, and those that came with no right to the same objects before."""
    before, after = _allowed(old), _allowed(new)
    for right in sorted(before - after):
        yield f"{right} is allowed no more"
    for group, resource, verb, name in sorted(after - before):
        base = resource.partition("/")[0]
        exists = base == "*" or any((row["group"], row["plural"]) == (group, base) for row in rows())
        old_groups = [was for was in {one for one, *_ in before} if group in moved(was, base, release)]
        if exists and not any(_among(before, was, resource, verb, name) for was in old_groups):
            yield f"{(group, resource, verb, name)} was not allowed"
