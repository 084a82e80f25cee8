"""CEL has a value for what may not be there: `self.?a.orValue(1)` does not fail where the object has no `a`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kconv.paths import MISSING
from kconv.testing.expressions.values import FailedError

Json = Any


@dataclass(frozen=True)
class Optional:
    """A value, or MISSING."""

    value: Json = MISSING

    def __bool__(self) -> bool:
        """Whether it has a value."""
        return self.value is not MISSING

    def get(self) -> Json:
        """The value. Raises FailedError where there is none."""
        if not self:
            raise FailedError("optional.none() dereference")
        return self.value


def _of_non_zero(value: Json) -> Optional:
    return Optional(value) if value not in (None, False, 0, "", [], {}) else Optional()


OPTIONAL: Final[Mapping[tuple[str, int], tuple[tuple[Any, ...], Callable[..., Json]]]] = {
    ("optional.none", 0): ((), Optional),
    ("optional.of", 1): ((object,), Optional),
    ("optional.ofNonZeroValue", 1): ((object,), _of_non_zero),
    ("hasValue", 1): ((Optional,), bool),
    ("value", 1): ((Optional,), Optional.get),
    ("orValue", 2): ((Optional, object), lambda found, other: found.value if found else other),
    ("or", 2): ((Optional, Optional), lambda found, other: found or other),
}
"""The functions of optional values, as ``FUNCTIONS`` has others."""
