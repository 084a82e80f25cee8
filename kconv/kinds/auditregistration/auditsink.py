"""AuditSink: served as auditregistration.k8s.io/v1alpha1 until 1.18 and gone without a successor."""

from kconv.engine import Kind

KIND = Kind("AuditSink", hub="auditregistration.k8s.io/v1alpha1", spokes={})
