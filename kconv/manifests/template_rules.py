"""An RBAC rule that names resources only by their old group allows nothing once another group serves them.

``rights`` adds the new group to a manifest; in a template kconv can only report the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Table
from functools import lru_cache

from kconv.manifests.split import RawDocument, holds
from kconv.manifests.template_objects import Mapping, read
from kconv.records import NamedTuple

_ALL = "*"


class OldRule(NamedTuple):
    """A line of an RBAC rule that names resources by a group that no longer serves them, and not by its ``heir``.

    ``kind`` is that of the object; "" if it cannot be read.
    """

    line: int
    kind: str
    group: str
    resources: tuple[str, ...]
    heir: str


def old_rules(document: RawDocument, moved: Table[tuple[str, str], str]) -> Iterator[OldRule]:
    """Every line with a group that used to serve a rule's resources, if no rule of the object names the new group.

    ``moved`` maps the old group and resource to the group that serves the resource now.
    """
    if not holds(document.data, b"apiGroups"):
        return
    left = {group for (group, _), heir in moved.items() if group and heir}
    groups = frozenset(group for group in left if holds(document.data, group.encode()))
    if not groups or not _any(groups).search(document.data):
        return
    objects = read(document.data)
    allowed = _allowed(objects.rules)
    reported = -1
    for rule in objects.rules:
        for group in rule.lists["apiGroups"]:
            line = objects.line(group.at)
            lost = _lost(rule, group.text, moved, allowed)
            if lost and line != reported:
                reported = line
                heir = next(iter(lost))
                yield OldRule(document.line + line, _owner(rule, line), group.text, tuple(lost[heir]), heir)


@lru_cache(maxsize=64)
def _any(groups: frozenset[str]) -> re.Pattern[bytes]:
    """Any of the groups, on its own: neither apiextensions.k8s.io nor extensions/v1beta1."""
    return re.compile(
        rb"(?<![\w./-])(?:%s)(?![\w./-])" % b"|".join(re.escape(each.encode()) for each in sorted(groups))
    )


def _allowed(rules: list[Mapping]) -> set[tuple[int, str, str]]:
    """The (document, group, resource) of all rules; what cannot be read counts as `*`."""
    return {
        (rule.part, group, resource)
        for rule in rules
        for group in _texts(rule, "apiGroups")
        for resource in _texts(rule, "resources")
    }


def _texts(rule: Mapping, key: str) -> list[str]:
    return [_ALL] if key in rule.opaque else [word.text for word in rule.lists[key]]


def _lost(
    rule: Mapping, group: str, moved: Table[tuple[str, str], str], allowed: set[tuple[int, str, str]]
) -> dict[str, list[str]]:
    """The resources of a rule that no rule of the object allows in their new group, by that group."""
    lost: dict[str, list[str]] = {}
    for resource, _ in rule.lists["resources"]:
        heir = moved.get((group, resource.partition("/")[0]))
        if heir and not any((rule.part, g, r) in allowed for g in (heir, _ALL) for r in (resource, _ALL)):
            lost.setdefault(heir, []).append(resource)
    return lost


def _owner(rule: Mapping, line: int) -> str:
    """The kind of the object that contains a rule."""
    outer = rule.outer
    while outer and not outer.kinds:
        outer = outer.outer
    return outer.kind(line) if outer else ""
