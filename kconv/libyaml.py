"""PyYAML reads in C where it was built with libyaml, and ten times as slowly in Python where it was not."""

from __future__ import annotations

from typing import Any

import yaml

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Its scalars are YAML 1.1's; where Kubernetes' own are needed, only its events are used."""
