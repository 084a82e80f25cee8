"""JobTemplate: an object that was never stored, the same in v1beta1 and v2alpha1; batch/v1 has none."""

from kconv.engine import Kind
from kconv.kinds.batch._job import job_spec, whole

TEMPLATE = job_spec("template.spec")
KIND = Kind(
    "JobTemplate",
    hub="batch/v1beta1",
    spokes={"batch/v1beta1": TEMPLATE, "batch/v2alpha1": TEMPLATE},
    whole=whole("template.spec"),
)
