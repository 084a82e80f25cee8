"""Kubernetes' clients keep connections open and rotate certificates, and Pods are drained: an ASGI server for that."""
