"""Checks values against schemas: those of built-in kinds as Kubernetes decodes them, custom resources as JSON."""
