"""ValidatingAdmissionPolicyBinding: only v1alpha1 denies by default when the parameter is not found.

In 1.26 it had no validationActions yet and always denied.
"""

from kconv.engine import Kind
from kconv.kinds.admissionregistration._policies import ACTS, ALPHA_BINDING, BINDING, GROUP, WHOLE_BINDING

KIND = Kind(
    "ValidatingAdmissionPolicyBinding",
    hub=f"{GROUP}/v1",
    spokes={
        f"{GROUP}/v1": [*BINDING, ACTS],
        f"{GROUP}/v1beta1": [*BINDING, ACTS],
        f"{GROUP}/v1alpha1": ALPHA_BINDING,
    },
    whole=WHOLE_BINDING,
)
