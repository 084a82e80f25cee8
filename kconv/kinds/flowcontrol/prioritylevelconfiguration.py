"""PriorityLevelConfiguration: which share of a server's seats a level has, that was renamed and learnt to be zero.

Up to v1beta3 a share of 0 was Go's way to say "none given" and became 30; in v1 it means no seat of its own. Since 1.29
a server writes v1's 0 into v1beta3 with an annotation beside it, and 0 is then 0; it refuses that annotation in every
other version. v1beta2, v1beta1 and v1alpha1 have no way to say it.
"""

from __future__ import annotations

from kconv.engine import Kind
from kconv.notes import Note
from kconv.paths import MISSING, get
from kconv.rules import Answers, At, Default, Derived, Function, Json, Move, Notes, Repair, Rule, Settled
from kconv.rules.move import without
from kconv.values import nested, put

GROUP = "flowcontrol.apiserver.k8s.io"
ZERO = "flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares"
USUAL = 30
_ANNOTATION = ("metadata", "annotations", ZERO)
_LIMITED = ("spec", "limited")
_SHARES = (*_LIMITED, "nominalConcurrencyShares")
_ASSURED = (*_LIMITED, "assuredConcurrencyShares")


def _marked(obj: Json) -> bool:
    return get(obj, _ANNOTATION) is not MISSING


def _is_zero(value: Json) -> bool:
    return type(value) is int and value == 0


def _unmark(obj: Json) -> Json:
    """The zero that the annotation represents, and the object without the annotation."""
    if not _marked(obj):
        return obj
    if isinstance(get(obj, _LIMITED), dict) and get(obj, _SHARES) in (MISSING, None):
        obj = nested(obj, _SHARES, 0)
    return without(obj, _ANNOTATION)


def _mark(obj: Json) -> Json:
    metadata = obj.get("metadata")
    open_to_it = metadata is None or (
        isinstance(metadata, dict) and isinstance(metadata.get("annotations"), (dict, type(None)))
    )
    return nested(obj, _ANNOTATION, "") if open_to_it and _is_zero(get(obj, _SHARES)) and not _marked(obj) else obj


def _usual(obj: Json) -> Json:
    if not isinstance(get(obj, _LIMITED), dict):
        return MISSING
    return 0 if _marked(obj) else USUAL


def _without_idle_mark(obj: Json, answers: Answers) -> Settled:  # noqa: ARG001 - there is nothing to decide
    """A share that was given for the 0 of an older version leaves the annotation nothing to say."""
    shares = get(obj, _SHARES)
    idle = _marked(obj) and isinstance(shares, int) and shares != 0
    return without(obj, _ANNOTATION) if idle else obj, [], []


def _without_mark(obj: Json, answers: Answers) -> Settled:  # noqa: ARG001 - there is nothing to decide
    if not _marked(obj):
        return obj, [], []
    note = Note(
        "repair", f'metadata.annotations["{ZERO}"]', "left out: it has no meaning here, and the server refuses it"
    )
    return without(obj, _ANNOTATION), [note], []


def _least(obj: Json, answers: Answers) -> Settled:  # noqa: ARG001 - there is nothing to decide
    if not _is_zero(get(obj, _ASSURED)):
        return obj, [], []
    why = f"1: this version reads 0 as {USUAL} and cannot represent a level without seats; 1 comes closest"
    return put(obj, _ASSURED, 1), [Note("repair", ".".join(_ASSURED), why)], []


EVERY = At(
    "spec",
    [
        Default("limited?.lendablePercent", 0, since="1.26"),
        Default("limited?.limitResponse?.queuing?.handSize", 8, zero=True),
        Default("limited?.limitResponse?.queuing?.queues", 64, zero=True),
        Default("limited?.limitResponse?.queuing?.queueLengthLimit", 50, zero=True),
        Default("exempt?.nominalConcurrencyShares", 0, since="1.28"),
        Default("exempt?.lendablePercent", 0, since="1.28"),
    ],
    shared=True,
)
UNMARKED = Repair(_without_mark, says=[f"the annotation {ZERO} is refused here"])
V1: list[Rule] = [Default("spec.limited?.nominalConcurrencyShares", USUAL), EVERY, UNMARKED]
V1BETA3: list[Rule] = [
    Function(
        _unmark,
        _mark,
        says=[f"spec.limited.nominalConcurrencyShares of 0 is {USUAL}, and 0 beside the annotation {ZERO}"],
    ),
    Derived(".".join(_SHARES), _usual, says=f"{USUAL}, and 0 beside the annotation,", empty=True),
    EVERY,
    Repair(_without_idle_mark, says=[f"the annotation {ZERO} is valid only beside a share of 0"]),
    Notes(
        ".".join(_SHARES),
        f"means 0 from 1.29 on, by the annotation {ZERO}; older servers read it as {USUAL}",
        kind="info",
        values=[0],
    ),
]
ASSURED: list[Rule] = [
    At("spec.limited", [Move("assuredConcurrencyShares", "nominalConcurrencyShares")]),
    Default("spec.limited?.assuredConcurrencyShares", USUAL, zero=True),
    EVERY,
    Repair(_least, says=[f"spec.limited.assuredConcurrencyShares of 0 is {USUAL}; v1's 0 becomes 1, the minimum"]),
    UNMARKED,
]
KIND = Kind(
    "PriorityLevelConfiguration",
    hub=f"{GROUP}/v1",
    spokes={
        f"{GROUP}/v1": V1,
        f"{GROUP}/v1beta3": V1BETA3,
        f"{GROUP}/v1beta2": ASSURED,
        f"{GROUP}/v1beta1": ASSURED,
        f"{GROUP}/v1alpha1": ASSURED,
    },
    whole=("spec.type",),
)
