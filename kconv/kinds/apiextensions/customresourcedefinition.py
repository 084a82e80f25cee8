"""CustomResourceDefinition: v1beta1 had one version, one schema and no pruning; v1 has all of these for each
version."""

from kconv.engine import Kind
from kconv.kinds.apiextensions import _per_version
from kconv.kinds.apiextensions._acceptance import APPROVAL, SCHEMA, approve, describe_versions
from kconv.kinds.apiextensions._defaults import kind_list, lower_kind, review_versions, stored_versions
from kconv.rules import At, Default, Derived, Function, Move, Repair, When

NAMES = [
    Derived("spec.names.singular", lower_kind, says="the kind in lower case", empty=True),
    Derived("spec.names.listKind", kind_list, says="the kind with List after it", empty=True),
    Default("spec.conversion", {"strategy": "None"}),
    Derived("status.storedVersions", stored_versions, says="the storage version", empty=True),
]
COLUMN = [Move("JSONPath", "jsonPath")]

V1BETA1 = [
    At("spec.additionalPrinterColumns[]", COLUMN),
    At("spec.versions[].additionalPrinterColumns[]", COLUMN),
    Function(
        _per_version.spread,
        _per_version.gather,
        moves=_per_version.MOVES,
        says=[
            "spec.version is the name of the first of spec.versions[]",
            "spec.validation, of every version, is spec.versions[].schema",
            "spec.subresources, additionalPrinterColumns and selectableFields, of every version, are in versions[]",
        ],
    ),
    Function(
        _per_version.without_false,
        _per_version.say_pruning,
        says=["spec.preserveUnknownFields is true if absent; in v1 it is false"],
    ),
    Move("spec.conversion.webhookClientConfig", "spec.conversion.webhook.clientConfig"),
    Move("spec.conversion.conversionReviewVersions", "spec.conversion.webhook.conversionReviewVersions"),
    Default("spec.scope", "Namespaced"),
    Default("spec.preserveUnknownFields", True),
    When(
        "spec.conversion.strategy",
        ["Webhook"],
        [Derived("spec.conversion.conversionReviewVersions", review_versions, says="[v1beta1]", empty=True)],
    ),
    Default("spec.conversion?.webhookClientConfig?.service?.port", 443),
    *NAMES,
]
V1 = [
    Function(
        _per_version.without_false, lambda obj: obj, says=["spec.preserveUnknownFields: false is the same as absent"]
    ),
    Default("spec.conversion?.webhook?.clientConfig?.service?.port", 443),
    *NAMES,
    Repair(
        describe_versions,
        says=[
            "instead of spec.preserveUnknownFields: true, each object in a schema keeps its unknown fields",
            "each version needs a structural schema (decision crd.schema if it cannot be made structural)",
        ],
        decisions=[SCHEMA],
    ),
    Repair(
        approve,
        says=["a group below k8s.io needs the annotation api-approved.kubernetes.io (decision crd.approved)"],
        decisions=[APPROVAL],
    ),
]
KIND = Kind(
    "CustomResourceDefinition",
    hub="apiextensions.k8s.io/v1",
    spokes={"apiextensions.k8s.io/v1": V1, "apiextensions.k8s.io/v1beta1": V1BETA1},
    whole=("spec.group", "spec.names"),
    list_keys={
        "spec.versions": ("name",),
        "spec.additionalPrinterColumns": ("name",),
        "spec.versions[].additionalPrinterColumns": ("name",),
        "status.conditions": ("type",),
    },
)
