"""ResourceClaimParameters: served as resource.k8s.io/v1alpha2 in 1.30; a ResourceClaim's requests say it since."""

from kconv.engine import Kind

KIND = Kind("ResourceClaimParameters", hub="resource.k8s.io/v1alpha2", spokes={})
