"""PodSchedulingContext: gone in 1.32 with the vendors' controllers; no release served two of its versions."""

from kconv.engine import Kind

KIND = Kind("PodSchedulingContext", hub="resource.k8s.io/v1alpha3", spokes={})
APART = [Kind("PodSchedulingContext", hub="resource.k8s.io/v1alpha2", spokes={})]
