"""Structural schemas of CustomResourceDefinitions, on plain dicts that are never changed: read, judged, repaired,
pruned by and defaulted from."""
