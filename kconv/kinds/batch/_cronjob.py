"""What CronJob and JobTemplate share: the template of a job, which holds the template of a pod.

A Job's own defaults (completions, backoffLimit) are set on the Job that is made, not on its template.
"""

from __future__ import annotations

from kconv.kinds._pod import POD_SPEC
from kconv.rules import At, Default, Rule


def job_template(path: str) -> list[Rule]:
    """The defaults of a job template at this path."""
    return [
        At(f"{path}.spec.template.spec", POD_SPEC, shared=True),
        At(
            f"{path}.spec.podFailurePolicy.rules[].onPodConditions[]",
            [Default("status", "True")],
            shared=True,
        ),
    ]


def whole(path: str) -> tuple[str, ...]:
    """The fields without which an object with a job template at this path is only a patch."""
    containers = f"{path}.spec.template.spec.containers"
    return (containers, f"{containers}[].image?")
