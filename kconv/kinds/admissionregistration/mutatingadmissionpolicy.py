"""MutatingAdmissionPolicy: every version has one shape and the same defaults."""

from kconv.engine import Kind
from kconv.kinds.admissionregistration._policies import GROUP, POLICY, WHOLE_POLICY

KIND = Kind(
    "MutatingAdmissionPolicy",
    hub=f"{GROUP}/v1",
    spokes={f"{GROUP}/v1": POLICY, f"{GROUP}/v1beta1": POLICY, f"{GROUP}/v1alpha1": POLICY},
    whole=WHOLE_POLICY,
)
