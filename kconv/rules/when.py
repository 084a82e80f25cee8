"""A condition on other rules: with `type: S3` the old `url` is `s3.url`, with `type: GCS` it is `gcs.url`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kconv.paths import keys
from kconv.rules.base import Converts, Fills, Part, Rule, of_sort, parts
from kconv.rules.conditional import Condition, ConditionalChanges, ConditionalDefaults
from kconv.values import Json


class When(Rule):
    """Rules that apply only if another field of the same object has one of the given values.

    MISSING among the values is a field that is left out, PRESENT one that is there. A rule inside must not change that
    field. Where its moves lead in the hub, the spoke has no field: what is there under another value cannot be
    represented.
    """

    def __init__(self, path: str, values: Sequence[Json], rules: Sequence[Rule]) -> None:
        if isinstance(values, str):
            raise ValueError(f"When({path!r}, …): values are a list, such as [{values!r}]")
        if not values:
            raise ValueError(f"When({path!r}, []): there is no value, so it would never hold")
        keys(path)
        condition = Condition(path, values)
        found = parts(rules)
        fills, changes = of_sort(found, Fills), of_sort(found, Converts)
        if not found:
            raise ValueError(f"When({path!r}, …): it governs no rule")
        if len(fills) + len(changes) < len(found):
            raise ValueError(f"When({path!r}, …): what a server demands depends on no condition; Repair can read one")
        self._defaults = ConditionalDefaults(condition, fills) if fills else None
        self._changes = ConditionalChanges(condition, changes) if changes else None

    def parts(self) -> Iterator[Part[Rule]]:
        if self._changes:
            yield Part(self._changes.leftover(), ahead=True)
            yield Part(self._changes)
        if self._defaults:
            yield Part(self._defaults)

    def describe(self) -> list[str]:
        return [line for part in self.parts() for line in part.describe()]
