"""A custom resource needs thirty files before it runs in a cluster: a project is rendered from templates, and grows."""
