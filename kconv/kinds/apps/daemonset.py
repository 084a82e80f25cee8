"""DaemonSet: extensions/v1beta1 replaced pods only when they were deleted by hand, apps updates them in a rolling
way."""

from kconv.engine import Kind
from kconv.kinds.apps._workload import FROM_LABELS, SELECTOR, TEMPLATE, WHOLE
from kconv.rules import Annotation, Default, Rule, When

GENERATION = Annotation("deprecated.daemonset.template.generation", "spec.templateGeneration", "int")


def strategy(kind: str) -> list[Rule]:
    """The defaults of the update, with the type that an absent one means."""
    return [
        Default("spec.updateStrategy.type", kind),
        When(
            "spec.updateStrategy.type",
            ["RollingUpdate"],
            [
                Default("spec.updateStrategy.rollingUpdate.maxUnavailable", 1),
                Default("spec.updateStrategy.rollingUpdate.maxSurge", 0, since="1.22"),
            ],
        ),
        # Another type leaves the settings of a rolling update unused; Kubernetes holds an unset number as 0.
        Default("spec.updateStrategy.rollingUpdate?.maxUnavailable", 0),
        Default("spec.updateStrategy.rollingUpdate?.maxSurge", 0, since="1.22"),
        Default("spec.revisionHistoryLimit", 10),
    ]


EXTENSIONS_V1BETA1 = [*FROM_LABELS, *strategy("OnDelete"), TEMPLATE]
V1 = [GENERATION, *strategy("RollingUpdate"), TEMPLATE, SELECTOR]
KIND = Kind(
    "DaemonSet",
    hub="apps/v1",
    spokes={"apps/v1": V1, "apps/v1beta2": V1, "extensions/v1beta1": EXTENSIONS_V1BETA1},
    whole=WHOLE,
)
