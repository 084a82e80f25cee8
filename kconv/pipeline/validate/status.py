"""Only controllers write status: a client that creates or updates an object may send one, and the server drops it.

It does so after decoding and before validation (``PrepareForCreate`` of each kind's strategy), so an object written by
a tool, with its ``status: {}``, is accepted although the schema requires fields in there.
"""

from __future__ import annotations

from kconv.validation.finding import Check, Finding, Rule

OF_THE_SCHEMA: frozenset[Rule] = frozenset({"required", "enum"})
"""The checks that decoding a built-in kind does not make."""


def apart(check: Check, rules: frozenset[Rule] | None = OF_THE_SCHEMA) -> Check:
    """A check that ignores faults of these rules in a status; with None, all but unknown fields: decoding a custom
    resource checks no types.
    """

    def without(finding: Finding) -> bool:
        inside = finding.path[:1] == ("status",)
        return inside and (finding.rule in rules if rules is not None else finding.rule != "unknown")

    def checked(value: object) -> list[Finding] | None:
        found = check(value)
        return [each for each in found if not without(each)] if found else found

    return checked
