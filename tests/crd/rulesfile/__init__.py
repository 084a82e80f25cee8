"""Custom resources whose rules are written in YAML."""
