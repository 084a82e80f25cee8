"""PodPreset: served as settings.k8s.io/v1alpha1 until 1.19 and gone without a successor."""

from kconv.engine import Kind

KIND = Kind("PodPreset", hub="settings.k8s.io/v1alpha1", spokes={})
