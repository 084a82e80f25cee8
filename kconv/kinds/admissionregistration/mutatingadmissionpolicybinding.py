"""MutatingAdmissionPolicyBinding: only v1alpha1 denies by default when the parameter is not found."""

from kconv.engine import Kind
from kconv.kinds.admissionregistration._policies import ALPHA_BINDING, BINDING, GROUP, WHOLE_BINDING

KIND = Kind(
    "MutatingAdmissionPolicyBinding",
    hub=f"{GROUP}/v1",
    spokes={f"{GROUP}/v1": BINDING, f"{GROUP}/v1beta1": BINDING, f"{GROUP}/v1alpha1": ALPHA_BINDING},
    whole=WHOLE_BINDING,
)
