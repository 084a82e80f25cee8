"""CronJob: v2alpha1 set no limit to the history of jobs; v1beta1 and v1 keep three good ones and one that failed."""

from kconv.engine import Kind
from kconv.kinds.batch._job import job_spec, whole
from kconv.kinds.batch._schedule import SETTLED
from kconv.rules import Default

TEMPLATE = job_spec("spec.jobTemplate.spec")
V2ALPHA1 = [Default("spec.concurrencyPolicy", "Allow"), Default("spec.suspend", False), *TEMPLATE]
V1BETA1 = [
    *V2ALPHA1,
    Default("spec.successfulJobsHistoryLimit", 3),
    Default("spec.failedJobsHistoryLimit", 1),
]
V1 = [*V1BETA1, *SETTLED]
KIND = Kind(
    "CronJob",
    hub="batch/v1",
    spokes={"batch/v1": V1, "batch/v1beta1": V1BETA1, "batch/v2alpha1": V2ALPHA1},
    whole=whole("spec.jobTemplate.spec"),
)
