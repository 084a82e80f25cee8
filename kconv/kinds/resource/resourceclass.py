"""ResourceClass: gone in 1.31. A DeviceClass says something else: which devices, where this named a driver."""

from kconv.engine import Kind

KIND = Kind("ResourceClass", hub="resource.k8s.io/v1alpha2", spokes={})
APART = [Kind("ResourceClass", hub="resource.k8s.io/v1alpha1", spokes={})]
