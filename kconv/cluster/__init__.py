"""What a cluster holds of a custom resource: its definition, its objects, and the versions that they are stored in."""
