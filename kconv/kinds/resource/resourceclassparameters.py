"""ResourceClassParameters: served as resource.k8s.io/v1alpha2 in 1.30; a DeviceClass' config says it since."""

from kconv.engine import Kind

KIND = Kind("ResourceClassParameters", hub="resource.k8s.io/v1alpha2", spokes={})
