"""Structural schemas of CustomResourceDefinitions, on plain dicts that are never changed; values held to schemas."""
