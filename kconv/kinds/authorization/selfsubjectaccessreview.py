"""SelfSubjectAccessReview: v1beta1 and v1 have one shape and no defaults; it is about the user who sends it, so it
names no groups."""

from kconv.engine import Kind

KIND = Kind("SelfSubjectAccessReview", hub="authorization.k8s.io/v1", spokes={"authorization.k8s.io/v1beta1": []})
