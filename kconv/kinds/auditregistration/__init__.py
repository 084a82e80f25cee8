"""Kinds of auditregistration.k8s.io."""
