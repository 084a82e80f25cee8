"""ReplicaSet: extensions/v1beta1 took selector and labels from the template."""

from kconv.engine import Kind
from kconv.kinds.apps._workload import FROM_LABELS, REPLICAS, SELECTOR, TEMPLATE, WHOLE

V1 = [REPLICAS, TEMPLATE, SELECTOR]
KIND = Kind(
    "ReplicaSet",
    hub="apps/v1",
    spokes={"apps/v1": V1, "apps/v1beta2": V1, "extensions/v1beta1": [*FROM_LABELS, REPLICAS, TEMPLATE]},
    whole=WHOLE,
)
