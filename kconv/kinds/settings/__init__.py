"""Kinds of settings.k8s.io."""
