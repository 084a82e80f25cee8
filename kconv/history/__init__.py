"""How a kind's versions differ, read off the schemas that Kubernetes published and the rules: for `explain`, the
models, and the notes on fields that a version never had."""
