"""ResourcePoolStatusRequest: has had one version since 1.36."""

from kconv.engine import Kind
from kconv.rules import Default

KIND = Kind(
    "ResourcePoolStatusRequest",
    hub="resource.k8s.io/v1alpha3",
    spokes={"resource.k8s.io/v1alpha3": [Default("spec.limit", 100)]},
)
