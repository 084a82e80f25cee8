"""A definition is shipped without what only its cluster knows: how to reach the webhook, and whom to trust for it."""
