"""Holds kconv against Kubernetes' answers of one pair of versions and keeps the score."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kconv.names import GroupVersion
from tests.golden.compare import differences
from tests.golden.known import Known, unexplained
from tests.golden.vectors import Answer, Pair

Converter = Callable[[Answer, Pair], dict[str, Any]]


@dataclass
class Rate:
    """One pair's score; ``misses`` the ids that failed, each with why: differences, or the error that was raised."""

    pair: Pair
    answers: int = 0
    exact: int = 0
    explained: int = 0
    misses: list[tuple[str, list[str]]] = field(default_factory=list)


def convert(answer: Answer, pair: Pair) -> dict[str, Any]:
    """What kconv makes of the object."""
    from kconv.kinds.registry import BUILT_IN

    to = GroupVersion.parse(pair.target)
    return BUILT_IN.convert(answer.source, to, defaults="none" if pair.mode == "none" else "all").object


def identity(answer: Answer, pair: Pair) -> dict[str, Any]:
    """The object with its apiVersion rewritten: the rate to beat."""
    return answer.source | {"apiVersion": pair.target}


def rate(pair: Pair, answers: Iterable[Answer], converter: Converter = convert) -> Rate:
    """The score over all answers of one pair. Never raises: an error is a miss that tells its place."""
    score = Rate(pair)
    for answer in answers:
        score.answers += 1
        try:
            found = differences(answer.source, answer.expected, converter(answer, pair))
        except Exception as error:
            score.misses.append((answer.id, [_raised(error)]))
            continue
        left = unexplained(pair, found)
        score.exact += not found
        score.explained += bool(found and not left)
        if left:
            score.misses.append((answer.id, [str(one) for one in left]))
    return score


def matches(row: Known, answers: Mapping[Pair, Iterable[Answer]]) -> bool:
    """Whether a row of the table still explains anything."""
    concerned = ((pair, answer) for pair in answers if row.concerns(pair) for answer in answers[pair])
    return any(
        row.covers(found)
        for pair, answer in concerned
        for found in differences(answer.source, answer.expected, convert(answer, pair))
    )


def _raised(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"raised {type(error).__name__}: {error} ({Path(frame.filename).name}:{frame.lineno})"
