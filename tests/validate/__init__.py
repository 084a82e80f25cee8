"""Validation: held against jsonschema, Kubernetes' own decoder and a real API server."""
