"""Kinds of admission.k8s.io."""
