"""Deployment: four versions of one shape, whose defaults grew from "keep everything, wait for ever" to today's."""

from kconv.engine import Kind
from kconv.kinds.apps._workload import FROM_LABELS, REPLICAS, SELECTOR, TEMPLATE, WHOLE
from kconv.rules import Annotation, Default, Notes, Rule, Values, When

FOREVER = 2**31 - 1
ROLLBACK = "deprecated.deployment.rollback.to"

# rollbackTo without a revision means the one before; Kubernetes writes that as revision 0.
ROLLBACK_FIELD = Values(
    "spec.rollbackTo",
    [({}, {"revision": 0})],
    says="spec.rollbackTo without a revision is revision 0, the previous one",
)
ROLLBACK_ANNOTATION = Annotation(ROLLBACK, "spec.rollbackTo.revision", "int")


def strategy(surge: int | str, otherwise: int = 0) -> list[Rule]:
    """The defaults of the rollout: how many pods it may have too many or too few.

    ``otherwise`` is the default for the settings of a rolling update under another type of strategy, which does not use
    them.
    """
    return [
        Default("spec.strategy.type", "RollingUpdate"),
        When(
            "spec.strategy.type",
            ["RollingUpdate"],
            [
                Default("spec.strategy.rollingUpdate.maxUnavailable", surge, zero=False),
                Default("spec.strategy.rollingUpdate.maxSurge", surge, zero=False),
            ],
        ),
        Default("spec.strategy.rollingUpdate?.maxUnavailable", otherwise),
        Default("spec.strategy.rollingUpdate?.maxSurge", otherwise),
    ]


def limits(history: int, deadline: int) -> list[Rule]:
    """How many old ReplicaSets are kept, and how many seconds a rollout may make no progress."""
    return [
        Default("spec.revisionHistoryLimit", history),
        Default("spec.progressDeadlineSeconds", deadline),
    ]


EXTENSIONS_V1BETA1 = [
    ROLLBACK_FIELD,
    *FROM_LABELS,
    REPLICAS,
    *strategy(1, otherwise=1),
    *limits(FOREVER, FOREVER),
    TEMPLATE,
]
V1BETA1 = [ROLLBACK_FIELD, *FROM_LABELS, REPLICAS, *strategy("25%"), *limits(2, 600), TEMPLATE]
V1 = [
    ROLLBACK_ANNOTATION,
    REPLICAS,
    *strategy("25%"),
    *limits(10, 600),
    TEMPLATE,
    SELECTOR,
    Notes(
        f'metadata.annotations["{ROLLBACK}"]',
        "rollbackTo is now this annotation; the controller rolls back each time it is applied",
        kind="info",
    ),
]
KIND = Kind(
    "Deployment",
    hub="apps/v1",
    spokes={
        "apps/v1": V1,
        "apps/v1beta2": V1,
        "apps/v1beta1": V1BETA1,
        "extensions/v1beta1": EXTENSIONS_V1BETA1,
    },
    whole=WHOLE,
)
