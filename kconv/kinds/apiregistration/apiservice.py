"""APIService: v1beta1 and v1 have one shape and one default."""

from kconv.engine import Kind
from kconv.rules import Default

PORT = [Default("spec.service?.port", 443)]
KIND = Kind(
    "APIService",
    hub="apiregistration.k8s.io/v1",
    spokes={"apiregistration.k8s.io/v1": PORT, "apiregistration.k8s.io/v1beta1": PORT},
)
