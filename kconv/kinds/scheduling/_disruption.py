"""What of a group of pods may be disrupted: v1alpha2 said it in a word, later versions in a member of a union."""

from kconv.rules import Values

BY_WORD = Values(
    "disruptionMode",
    [("Pod", {"single": {}}), ("PodGroup", {"all": {}})],
    says="disruptionMode Pod is {single: {}} and PodGroup {all: {}} in the hub version",
)
