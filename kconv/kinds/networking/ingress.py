"""Ingress: extensions/v1beta1 and networking.k8s.io/v1beta1 named the backend inline and needed no pathType."""

from kconv.engine import Kind
from kconv.kinds.networking._acceptance import ACCEPTED
from kconv.kinds.networking._port import PORT
from kconv.rules import At, ByType, Default, Function, Json, Move


def _without_zero_port(backend: Json) -> Json:
    """A v1beta1 port is never absent to Kubernetes: 0 is how it writes none."""
    if type(backend.get("servicePort")) is int and backend["servicePort"] == 0:
        return {key: value for key, value in backend.items() if key != "servicePort"}
    return backend


def _with_zero_port(backend: Json) -> Json:
    if backend.get("servicePort") not in (None, ""):
        return backend
    rest = {key: value for key, value in backend.items() if key != "service" or not _says_nothing(value)}
    return {**rest, "servicePort": 0}


def _says_nothing(service: Json) -> bool:
    return isinstance(service, dict) and all(not value for value in service.values())


BACKEND = [
    Function(_without_zero_port, _with_zero_port, says=["servicePort 0 means no port"]),
    Move("serviceName", "service.name"),
    ByType("servicePort", {int: "service.port.number", str: "service.port.name"}),
]
BETA = [
    Move("spec.backend", "spec.defaultBackend"),
    At("spec.defaultBackend", BACKEND),
    At("spec.rules[].http.paths[].backend", BACKEND),
    Default("spec.rules[].http.paths[].pathType", "ImplementationSpecific", zero=False),
]
V1 = [
    *(
        At(f"{backend}.service.port", [PORT])
        for backend in ("spec.defaultBackend", "spec.rules[].http.paths[].backend")
    ),
    *ACCEPTED,
]
KIND = Kind(
    "Ingress",
    hub="networking.k8s.io/v1",
    spokes={"networking.k8s.io/v1": V1, "extensions/v1beta1": BETA, "networking.k8s.io/v1beta1": BETA},
    whole=("spec",),
    list_keys={"spec.rules": ("host",), "spec.rules[].http.paths": ("path", "pathType"), "spec.tls": ("secretName",)},
)
