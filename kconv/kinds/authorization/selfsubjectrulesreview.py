"""SelfSubjectRulesReview: v1beta1 and v1 have one shape and no defaults."""

from kconv.engine import Kind

KIND = Kind("SelfSubjectRulesReview", hub="authorization.k8s.io/v1", spokes={"authorization.k8s.io/v1beta1": []})
