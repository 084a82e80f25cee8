"""Status is the controllers' to write: whoever creates or updates an object may send one, and the server sets it aside.

It does so after decoding and before validation (``PrepareForCreate`` of each kind's strategy), so that a whole object
written by a tool, with its ``status: {}``, is taken though the schema requires fields in there.
"""

from __future__ import annotations

from kconv.validation.finding import Check, Finding, Rule

OF_THE_SCHEMA: frozenset[Rule] = frozenset({"required", "enum"})
"""What decoding does not ask of a built-in kind's fields."""


def apart(check: Check, rules: frozenset[Rule] | None = OF_THE_SCHEMA) -> Check:
    """A check that says nothing of a status by these rules; by any but an unknown field with None: decoding into a
    custom resource asks for no types.
    """

    def without(finding: Finding) -> bool:
        inside = finding.path[:1] == ("status",)
        return inside and (finding.rule in rules if rules is not None else finding.rule != "unknown")

    def checked(value: object) -> list[Finding] | None:
        found = check(value)
        return [each for each in found if not without(each)] if found else found

    return checked
