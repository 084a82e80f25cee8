"""Ingress: extensions/v1beta1 and networking.k8s.io/v1beta1 named the backend inline and needed no pathType."""

from kconv.engine import Kind
from kconv.rules import At, ByType, Default, Move

BACKEND = [
    Move("serviceName", "service.name"),
    ByType("servicePort", {int: "service.port.number", str: "service.port.name"}),
]
BETA = [
    Move("spec.backend", "spec.defaultBackend"),
    At("spec.defaultBackend", BACKEND),
    At("spec.rules[].http.paths[].backend", BACKEND),
    Default("spec.rules[].http.paths[].pathType", "ImplementationSpecific"),
]
KIND = Kind(
    "Ingress",
    hub="networking.k8s.io/v1",
    spokes={"extensions/v1beta1": BETA, "networking.k8s.io/v1beta1": BETA},
    list_keys={"spec.rules": ("host",), "spec.rules[].http.paths": ("path", "pathType"), "spec.tls": ("secretName",)},
)
