"""The subject of an access review: v1beta1 called the list of groups `group`."""

from kconv.rules import Move

V1BETA1 = [Move("spec.group", "spec.groups")]
