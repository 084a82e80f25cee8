"""InitializerConfiguration: served as admissionregistration.k8s.io/v1alpha1 until 1.13 and gone without a successor."""

from kconv.engine import Kind

KIND = Kind("InitializerConfiguration", hub="admissionregistration.k8s.io/v1alpha1", spokes={})
