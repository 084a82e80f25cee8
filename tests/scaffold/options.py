"""The options of a project, and few projects in which every two answers to two options meet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any, Final

from kconv.scaffold.answers import OPTIONS

NAMES: Final = ("backups.example.com", "queue-runner-policies.a-very-long-domain-of-one-company.example.com")
VALUES: Final[dict[str, tuple[Any, ...]]] = {
    "name": NAMES,
    "versions": ("v1alpha1,v1", "v1alpha1,v1beta1,v2"),
    "port": ("9443", "10250"),
    **{option.name: option.choices for option in OPTIONS if option.choices},
    **{option.name: (True, False) for option in OPTIONS if option.yes_or_no},
}
"""What is tried of each option that changes more than a name."""

Project = dict[str, Any]


def pairs(project: Project) -> set[tuple[tuple[str, Any], tuple[str, Any]]]:
    """The answers of a project, two by two."""
    return set(combinations(sorted(project.items()), 2))


def pairwise() -> Iterator[Project]:
    """Projects until every two answers have met: each is the one with the most pairs that are new."""
    candidates = [dict(zip(VALUES, values, strict=True)) for values in product(*VALUES.values())]
    wanted = set().union(*map(pairs, candidates))
    while wanted:
        best = max(candidates, key=lambda project: len(pairs(project) & wanted))
        wanted -= pairs(best)
        yield best
