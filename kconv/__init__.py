"""kconv moves Kubernetes objects between API versions without losing anything."""

__version__ = "0.1.0"
