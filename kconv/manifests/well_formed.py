"""A scan judges an old object by its first lines, and must still not call a text migratable that is not YAML.

libyaml reads a document in C some ten times as fast as its tree is built.
"""

from __future__ import annotations

from typing import Any


def is_well_formed(data: bytes) -> bool:
    """Whether a YAML parser reads the text to its end. False if that is in doubt; its tree then gives the reason.

    What only Kubernetes refuses, such as two equal keys, is well-formed.
    """
    from kconv.libyaml import yaml

    parser: Any = getattr(yaml, "CSafeLoader", None)
    if parser is None:
        return False
    try:
        parser(data).raw_parse()
    except yaml.YAMLError:
        return False
    return True
