"""PodScheduling: served as resource.k8s.io/v1alpha1 in 1.26; PodSchedulingContext came in its place, unconverted."""

from kconv.engine import Kind

KIND = Kind("PodScheduling", hub="resource.k8s.io/v1alpha1", spokes={})
