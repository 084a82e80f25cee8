"""RBAC allows by group and resource: a subject that may use ingresses of `extensions` may not use those of
networking.k8s.io, although they are the same objects.

A rule allows every one of its resources in every one of its groups. So a group is added beside the old one only if the
product of the two lists allows nothing that was not allowed before; otherwise a new rule follows the old one, for the
resources that moved and with the same verbs and names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kconv.paths import FieldPath
from kconv.pipeline.migrate.names import GONE, Names
from kconv.records import NamedTuple

ALL = "*"
Rule = dict[str, Any]
Messages = list[tuple[FieldPath, str]]


class Extended(NamedTuple):
    """The new rules, or the given ones if nothing was added; the messages, by the path in the rules; and the old index
    of each rule, None for one that was added."""

    rules: Any
    messages: Messages
    origins: list[int | None]


def extended(rules: Any, names: Names) -> Extended:
    """The rules with what they allow now also allowed where it moved."""
    messages: Messages = []
    if not isinstance(rules, list):
        return Extended(rules, messages, [])
    out = list(rules)
    origins: list[int | None] = list(range(len(rules)))
    at = 0
    while at < len(out):
        if _is_rule(out[at]):
            last = _extend(out, at, names, messages)
            origins[at + 1 : at + 1] = [None] * (last - at)
            at = last
        at += 1
    same = len(out) == len(rules) and all(here is there for here, there in zip(out, rules, strict=True))
    return Extended(rules if same else out, messages, origins)


def _is_rule(rule: Any) -> bool:
    """Whether this is a rule for resources, and not one for URLs, or no rule."""
    return isinstance(rule, dict) and all(
        isinstance(rule.get(key), list) and all(isinstance(word, str) for word in rule[key])
        for key in ("apiGroups", "resources", "verbs")
    )


def _extend(out: list[Any], at: int, names: Names, messages: Messages) -> int:
    """Add to one rule, or after it. Returns the index of the last rule that was added, or the rule's own."""
    rule: Rule = out[at]
    last = at
    inline: dict[str, list[str]] = {}
    for group, resources in _wanted(rule, out, names).items():
        much = _too_much(rule, group, resources, out, names)
        if much:
            last += 1
            out.insert(last, {**rule, "apiGroups": [group], "resources": resources})
            why = f"beside {' and '.join(_left(rule, names))} the group would also allow {', '.join(much)}"
            messages.append(((last,), f"added for {', '.join(resources)}, now in {group}; {why}"))
        else:
            inline[group] = resources
    if inline:
        out[at] = {**rule, "apiGroups": _beside(rule, inline, names)}
        for group, resources in inline.items():
            messages.append(((at, "apiGroups"), f"{group} added, where {', '.join(resources)} now {_is(resources)}"))
    messages += [((at, "resources"), message) for message in _reported(rule, out, names)]
    return last


def _reported(rule: Rule, rules: list[Any], names: Names) -> Iterator[str]:
    """The messages about what is left to the author of a rule."""
    yield from _gone(rule, names)
    yield from _vague(rule, rules, names)
    yield from _renamed(rule, rules, names)


def _is(words: list[str]) -> str:
    return "is" if len(words) == 1 else "are"


def _parts(rule: Rule, names: Names) -> Iterator[tuple[str, str, str]]:
    """(old group, resource with its subresource, new group) of each resource in the rule that has moved."""
    if ALL in rule["apiGroups"]:
        return
    for group in rule["apiGroups"]:
        for resource in rule["resources"]:
            new = names.moved.get((group, resource.partition("/")[0]))
            if new is not None:
                yield group, resource, new


def _left(rule: Rule, names: Names) -> list[str]:
    return list(dict.fromkeys(group for group, _, new in _parts(rule, names) if new != GONE))


def _wanted(rule: Rule, rules: list[Any], names: Names) -> dict[str, list[str]]:
    """By new group, the resources that moved there and are not allowed there yet."""
    wanted: dict[str, list[str]] = {}
    for _, resource, new in _parts(rule, names):
        if new != GONE and not allowed(rules, rule, new, resource) and resource not in wanted.get(new, ()):
            wanted.setdefault(new, []).append(resource)
    return wanted


def _beside(rule: Rule, added: dict[str, list[str]], names: Names) -> list[str]:
    """The rule's groups, each new one after the old one that it replaces."""
    groups: list[str] = []
    for group in rule["apiGroups"]:
        groups.append(group)
        heirs = dict.fromkeys(new for old, _, new in _parts(rule, names) if old == group)
        groups += [new for new in heirs if new in added and new not in groups]
    return groups


def _too_much(rule: Rule, group: str, moved: list[str], rules: list[Any], names: Names) -> list[str]:
    """What the group would allow of the rule's other resources, though nothing did before."""
    return [
        resource
        for resource in rule["resources"]
        if resource not in moved and _exists(group, resource, names) and not allowed(rules, rule, group, resource)
    ]


def _exists(group: str, resource: str, names: Names) -> bool:
    base = resource.partition("/")[0]
    return bool(names.kinds(group, base))


def allowed(rules: list[Any], like: Rule, group: str, resource: str) -> bool:
    """Whether the rules together allow every verb of a rule, for the names of that rule, on another resource.

    As `rbac/v1/evaluation_helpers.go` matches a request: each verb needs one rule that has all of it.
    """
    sub = resource.partition("/")[2]
    holds = {resource, ALL, *([f"{ALL}/{sub}"] if sub else [])}
    fitting = [
        rule
        for rule in rules
        if _is_rule(rule)
        and ({group, ALL} & set(rule["apiGroups"]))
        and (holds & set(rule["resources"]))
        and _names_within(like, rule)
    ]
    return all(any({verb, ALL} & set(rule["verbs"]) for rule in fitting) for verb in like["verbs"])


def _names_within(like: Rule, rule: Rule) -> bool:
    wanted, given = like.get("resourceNames"), rule.get("resourceNames")
    if not given:
        return True
    return (
        bool(wanted) and isinstance(wanted, list) and isinstance(given, list) and all(name in given for name in wanted)
    )


def _gone(rule: Rule, names: Names) -> Iterator[str]:
    """The messages about resources that no group of the rule serves any longer."""
    for resource in dict.fromkeys(resource for _, resource, _ in _parts(rule, names)):
        base = resource.partition("/")[0]
        others = [group for group in rule["apiGroups"] if names.kinds(group, base)]
        if all(names.moved.get((group, base)) == GONE for group in others):
            yield f"{names.release} serves no {resource}: there is nothing left to allow"


def _renamed(rule: Rule, rules: list[Any], names: Names) -> Iterator[str]:
    """The messages about custom resources with another plural: their objects are made anew, by whoever renames them."""
    for (group, plural), heir in names.renamed.items():
        for resource in rule["resources"] if {group, ALL} & set(rule["apiGroups"]) else ():
            base, slash, sub = resource.partition("/")
            now = f"{names.resource(heir)}{slash}{sub}"
            if base in (plural, ALL) and not allowed(rules, rule, heir.group, now):
                yield f"{plural}{slash}{sub} of {group} are {now} of {heir.group} now: allow these, too"


def _vague(rule: Rule, rules: list[Any], names: Names) -> Iterator[str]:
    """The messages about `*`, which means other resources in another group."""
    for wild in (word for word in rule["resources"] if word.partition("/")[0] == ALL):
        for group in rule["apiGroups"]:
            heirs = {new for (old, _), new in names.moved.items() if old == group and new != GONE}
            lacking = sorted(new for new in heirs if not _all_allowed(rule, rules, group, new, wild, names))
            if lacking:
                yield f"{wild} of {group} is not the same in {', '.join(lacking)}, where its resources are now: left"


def _all_allowed(rule: Rule, rules: list[Any], group: str, new: str, wild: str, names: Names) -> bool:
    sub = wild[1:]
    moved = [resource for (old, resource), heir in names.moved.items() if (old, heir) == (group, new)]
    return all(allowed(rules, rule, new, resource + sub) for resource in moved)
