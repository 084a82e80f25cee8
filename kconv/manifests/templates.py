"""A template becomes a manifest only when it is rendered: kconv must not rewrite it, but must report it.

Half of all chart templates do not parse as YAML; the others parse as something else (``a: {{ .x }}`` is a mapping with
a mapping as its key).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kconv.manifests.scope import TEMPLATES
from kconv.manifests.split import holds

if TYPE_CHECKING:
    import yaml

# Go and Helm, jinja, shell and Terraform, ERB, autoconf, spruce, ytt.
_MARKS = {b"{{": b"{", b"{%": b"%", b"${": b"$", b"%{": b"%", b"<%": b"%", b"((": b"(", b"#@": b"@"}
"""Each with its rarer byte, which is found ten times as fast."""
_AUTOCONF = re.compile(rb"@\w+@")
_VARIABLE = re.compile(rb"\$[A-Za-z_]")
_BEFORE_VALUE = re.compile(rb"[ \t-]*(?:[\w.]+:[ \t]+)?")
# A scalar of only placeholders may become a number, a map or anything else.
_UNKNOWN = re.compile(r"(?:\$\{\{?[^{}]*\}?\}|\$[A-Za-z_]\w*)+")
_MAPS_OF_STRINGS = (["metadata", "annotations"], ["metadata", "labels"])
_PORT = ["backend", "servicePort"]
"""Of an Ingress: a number or a name; for a placeholder its rule asks which (`kinds/networking/_port.py`)."""
_YTT = re.compile(r"(?:^|\s)#@[ \t]*\w")


def named_so(path: str, data: bytes) -> str:
    """The kind of template that a file is by its name and folder; "" if these do not show one.

    Helm renders the files below a ``templates`` folder that has a Chart.yaml beside it.
    """
    if path.endswith(TEMPLATES):
        return "template"
    chart = holds(data, b"{{") and _rendered(os.path.dirname(os.path.abspath(path)))
    return "chart template" if chart else ""


@lru_cache(maxsize=4096)
def _rendered(directory: str) -> bool:
    parent, name = os.path.split(directory)
    if name == "templates" and os.path.isfile(os.path.join(parent, "Chart.yaml")):
        return True
    return parent != directory and _rendered(parent)


def has_marks(data: bytes) -> bool:
    """Whether the bytes contain anything that a template engine would act on, including strings and comments."""
    if any(holds(data, rare) and holds(data, mark) for mark, rare in _MARKS.items()):
        return True
    if holds(data, b"@") and _AUTOCONF.search(data):
        return True
    return holds(data, b"$") and any(_begins_value(data, found.start()) for found in _VARIABLE.finditer(data))


def _begins_value(data: bytes, at: int) -> bool:
    return _BEFORE_VALUE.fullmatch(data, data.rfind(b"\n", 0, at) + 1, at) is not None


def reason(text: str) -> str:
    """Why a document with marks is a template; "" if they are only in its strings and comments."""
    from kconv.libyaml import yaml

    if _YTT.search(text):
        return "ytt template"
    try:
        return _placeholder(text)
    except (yaml.YAMLError, RecursionError):
        return "not YAML until it is rendered"


def may_stand_in(value: Any) -> bool:
    """Whether a parsed value contains text that is only placeholders: ``reason`` excludes those in quotes."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if type(each) is dict:
            waiting += [*each.values(), *(key for key in each if "{" in key)]
        elif type(each) is list:
            waiting += each
        elif type(each) is str and "$" in each and _UNKNOWN.fullmatch(each):
            return True
    return False


def _placeholder(text: str) -> str:
    from kconv.libyaml import Loader, yaml

    before = None
    for event, path, is_key in _with_paths(yaml.parse(text, Loader)):
        if isinstance(event, yaml.MappingStartEvent) and event.flow_style:
            if isinstance(before, yaml.MappingStartEvent) and before.flow_style:
                return "{{ }} outside of a string"
        elif isinstance(event, yaml.ScalarEvent) and _placeheld(event, path, is_key):
            return f"{event.value} stands for a value"
        before = event
    return ""


def _placeheld(event: yaml.ScalarEvent, path: list[str], is_key: bool) -> bool:
    # `$ref` of a schema and `$patch` of a kustomize patch are keys; a shell variable stands for a value.
    if event.style or not _UNKNOWN.fullmatch(event.value):
        return False
    return "{" in event.value if is_key else not _is_known(path)


def _is_known(path: list[str]) -> bool:
    """Whether a value can only be text, or its rule asks what it stands for: no default or move depends on it."""
    return (path[-3:-1] in _MAPS_OF_STRINGS and path[-1] != "") or path[-2:] == _PORT


def _with_paths(events: Iterable[yaml.Event]) -> Iterator[tuple[yaml.Event, list[str], bool]]:
    """Each event, the keys that lead to it ("" for a list item), and whether it is itself a key of a map."""
    from kconv.libyaml import yaml

    # For each open collection, whether a key comes next (None in a list); ``path`` has its last key.
    key_next: list[bool | None] = []
    path: list[str] = []
    for event in events:
        is_key = False
        if isinstance(event, yaml.CollectionEndEvent):
            key_next.pop()
            path.pop()
        elif isinstance(event, yaml.NodeEvent):
            if key_next and key_next[-1] is not None:
                is_key = key_next[-1]
                key_next[-1] = not is_key
            if is_key:
                path[-1] = event.value if isinstance(event, yaml.ScalarEvent) else ""
        yield event, path, is_key
        if isinstance(event, yaml.CollectionStartEvent):
            key_next.append(True if isinstance(event, yaml.MappingStartEvent) else None)
            path.append("")
