"""PodSecurityPolicy: went from extensions/v1beta1 to policy/v1beta1 as it was, and left with 1.25 without successor."""

from kconv.engine import Kind
from kconv.rules import Default

BOTH = [Default("spec.allowPrivilegeEscalation", True)]
KIND = Kind("PodSecurityPolicy", hub="policy/v1beta1", spokes={"policy/v1beta1": BOTH, "extensions/v1beta1": BOTH})
