"""CSINode: v1beta1 and v1 have one shape and no defaults."""

from kconv.engine import Kind

KIND = Kind("CSINode", hub="storage.k8s.io/v1", spokes={"storage.k8s.io/v1beta1": []})
