"""Custom resources that a user declares, wherever a built-in kind can be: in manifests, in a call, in explain."""
