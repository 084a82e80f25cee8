"""LocalSubjectAccessReview: v1beta1 called the user's groups `group`."""

from kconv.engine import Kind
from kconv.kinds.authorization._subject import V1BETA1

KIND = Kind("LocalSubjectAccessReview", hub="authorization.k8s.io/v1", spokes={"authorization.k8s.io/v1beta1": V1BETA1})
