"""Values held to schemas: those of built-in kinds as Kubernetes decodes them, those of custom resources as JSON."""
