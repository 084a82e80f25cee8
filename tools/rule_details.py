"""The details of a kind in docs/rules.md: defaults that differ between versions, and fields that a version lacks."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kconv.engine import Kind
from kconv.names import GroupVersion
from kconv.paths import MISSING
from kconv.rules import Default, Derived, Lacks, Part, Rule
from kconv.rules.conditional import ConditionalDefaults


def details(kind: Kind) -> str:
    """The defaults that differ between versions, the fields that a version lacks, and its unproven versions."""
    found = ["\n".join(_defaults(kind)), *_lacks(kind)]
    unproven = [f"`{version}`" for version in kind.versions if str(version) in kind.unproven]
    if unproven:
        found.append(
            f"No available Kubernetes code converts {' or '.join(unproven)}. "
            "The rules are based on the API types and schemas only."
        )
    return "\n\n".join(filter(None, found))


def _defaults(kind: Kind) -> Iterator[str]:
    filled = {version: _filled(kind, version) for version in kind.versions}
    fields = dict.fromkeys(field for values in filled.values() for field in values)
    fields = [field for field in fields if len({values.get(field) for values in filled.values()}) > 1]
    columns: dict[tuple[str, ...], list[GroupVersion]] = {}
    for version, values in filled.items():
        columns.setdefault(tuple(values.get(field, "–") for field in fields), []).append(version)
    if fields:
        heads = (", ".join(f"`{version}`" for version in alike) for alike in columns.values())
        yield f"| default of | {' | '.join(heads)} |"
        yield "|---" * (len(columns) + 1) + "|"
        for field, row in zip(fields, zip(*columns, strict=True), strict=True):
            yield f"| `{field}` | {' | '.join(row)} |"


def _filled(kind: Kind, version: GroupVersion) -> dict[str, str]:
    """What a version fills in, by field; of several defaults of one field the first that applies counts."""
    found: dict[str, list[str]] = {}
    for part in kind.parts(version):
        for field, value in _values(part):
            found.setdefault(field, []).append(value)
    return {field: "; otherwise ".join(_distinct(values)) for field, values in found.items()}


def _distinct(values: list[str]) -> list[str]:
    """The values without the conditions under which they are the same as the last one, which has none."""
    return values[-1:] if all(value.startswith(f"{values[-1]} if ") for value in values[:-1]) else values


def _values(part: Part[Rule]) -> Iterator[tuple[str, str]]:
    rule = part.rule
    if isinstance(rule, Default):
        since = f", since {rule.since}" if rule.since else ""
        yield ".".join((*part.under, rule.text)), f"`{json.dumps(rule.value)}`{since}"
    elif isinstance(rule, Derived):
        since = f", since {rule.since}" if rule.since else ""
        yield ".".join((*part.under, rule.text)), f"{rule.says.rstrip(',')}{since}"
    elif isinstance(rule, ConditionalDefaults):
        values = " or ".join(dict.fromkeys(map(_condition, rule.condition.values)))
        for inner in rule.governed:
            for field, value in _values(inner):
                yield ".".join((*part.under, field)), f"{value} if `{rule.condition.text}` is {values}"


def _condition(value: object) -> str:
    return (
        f"`{value if isinstance(value, str) else json.dumps(value)}`" if value not in (MISSING, None, "") else "absent"
    )


def _lacks(kind: Kind) -> Iterator[str]:
    found: dict[str, list[str]] = {}
    for version in kind.versions:
        for part in kind.parts(version):
            if isinstance(part.rule, Lacks):
                found.setdefault(str(version), []).extend(".".join((*part.under, path)) for path in part.rule.text)
    alike: dict[tuple[str, ...], list[str]] = {}
    for version, fields in found.items():
        alike.setdefault(tuple(fields), []).append(version)
    for fields, names in alike.items():
        yield f"Not in {', '.join(f'`{name}`' for name in names)}: {', '.join(f'`{field}`' for field in fields)}."
