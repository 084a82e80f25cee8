"""What Job, CronJob and JobTemplate share: what a job is made of, with the template of a pod in it.

A Job's own defaults (completions, backoffLimit) are set on the Job that is made, not on its template.
"""

from __future__ import annotations

from kconv.kinds._pod import POD_SPEC
from kconv.rules import At, Default, Rule


def job_spec(path: str) -> list[Rule]:
    """The defaults of the specification at this path, of a job or of a job's template."""
    return [
        At(f"{path}.template.spec", POD_SPEC, shared=True),
        At(
            f"{path}.podFailurePolicy.rules[].onPodConditions[]",
            [Default("status", "True")],
            shared=True,
        ),
    ]


def whole(path: str) -> tuple[str, ...]:
    """The fields without which an object with such a specification is only a patch."""
    containers = f"{path}.template.spec.containers"
    return (containers, f"{containers}[].image?")
