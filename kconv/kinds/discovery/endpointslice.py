"""EndpointSlice: the beta versions put an endpoint's zone and node into one map of labels, its topology.

v1 has a field for each, and keeps what else the map held as deprecatedTopology, which the server does not accept in a
new object.
"""

from __future__ import annotations

from kconv.engine import Kind
from kconv.notes import Note
from kconv.paths import get
from kconv.rules import Answers, At, Decision, Default, Function, Json, Move, Notes, Repair, Settled
from kconv.rules.move import without
from kconv.values import nested

HOSTNAME = ("topology", "kubernetes.io/hostname")
FAMILY = Decision(
    "endpointslice.addressType",
    "A slice of type IP without addresses, or with addresses of several families. v1 has a type for each family.",
    {"IPv4": "It holds IPv4 addresses.", "IPv6": "It holds IPv6 addresses.", "FQDN": "It holds domain names."},
)


def _drop_node(endpoint: Json) -> Json:
    node = endpoint.get("nodeName")
    return without(endpoint, HOSTNAME) if isinstance(node, str) and get(endpoint, HOSTNAME) == node else endpoint


def _repeat_node(endpoint: Json) -> Json:
    node, topology = endpoint.get("nodeName"), endpoint.get("topology") or {}
    if not isinstance(node, str) or not isinstance(topology, dict) or topology.get(HOSTNAME[1]):
        return endpoint
    return nested(endpoint, HOSTNAME, node)


def _families(obj: Json) -> set[str]:
    """The address families in a slice; "FQDN" for anything that is not an address."""
    from ipaddress import ip_address

    found = set()
    for endpoint in obj.get("endpoints") if isinstance(obj.get("endpoints"), list) else ():
        addresses = get(endpoint, ("addresses",))
        for address in addresses if isinstance(addresses, list) else ():
            try:
                found.add(f"IPv{ip_address(str(address)).version}")
            except ValueError:
                found.add("FQDN")
    return found


def _name_family(obj: Json, answers: Answers) -> Settled:
    if obj.get("addressType") != "IP":
        return obj, [], []
    families = _families(obj)
    if len(families) == 1:
        family = families.pop()
        return {**obj, "addressType": family}, [Note("repair", "addressType", f"{family}: v1 has no type IP")], []
    answer = FAMILY.answered(answers)
    if answer:
        return {**obj, "addressType": answer}, [Note("decision", "addressType", f"set to {answer} as decided")], []
    why = "v1 refuses the address type IP: a slice holds the addresses of one family"
    return obj, [], [FAMILY.question("addressType", why)]


PORTS = At("ports[]", [Default("name", "", zero=False), Default("protocol", "TCP", zero=False)], shared=True)
BETA = [
    At(
        "endpoints[]",
        [
            Move('topology["topology.kubernetes.io/zone"]', "zone"),
            Function(
                _drop_node,
                _repeat_node,
                says=['nodeName is repeated in topology["kubernetes.io/hostname"]; the hub version has it once'],
            ),
            Move("topology", "deprecatedTopology"),
        ],
    ),
    PORTS,
]
V1 = [
    PORTS,
    At(
        "endpoints[]",
        [Notes("deprecatedTopology", "a v1 server accepts no topology but zone and node, and drops this")],
    ),
    Repair(
        _name_family,
        says=["addressType IP is IPv4 or IPv6 (decision endpointslice.addressType)"],
        decisions=[FAMILY],
    ),
]
KIND = Kind(
    "EndpointSlice",
    hub="discovery.k8s.io/v1",
    spokes={"discovery.k8s.io/v1": V1, "discovery.k8s.io/v1beta1": BETA, "discovery.k8s.io/v1alpha1": BETA},
    whole=("addressType",),
    list_keys={"endpoints": ("addresses",), "ports": ("name",)},
)
