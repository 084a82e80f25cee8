"""kconv moves Kubernetes objects between API versions without losing anything."""
