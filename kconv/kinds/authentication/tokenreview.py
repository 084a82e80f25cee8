"""TokenReview: v1beta1 and v1 have one shape and no defaults."""

from kconv.engine import Kind

KIND = Kind("TokenReview", hub="authentication.k8s.io/v1", spokes={"authentication.k8s.io/v1beta1": []})
