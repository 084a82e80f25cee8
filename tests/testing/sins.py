"""What wrong conversions do to an object: small functions that the table of wrong ones (wrong.py) puts together.

Each takes an object apart that is its own, and returns it.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable
from typing import Any

import yaml

from kconv.paths import get
from kconv.structural.default import default
from kconv.structural.prune import prune
from tests.testing.custom import SCHEMAS
from tests.testing.hub import each, rename

Json = Any
Change = Callable[[Json], Json]


def everywhere(change: Change) -> Change:
    """Every value below spec and status changed."""

    def below(value: Json) -> Json:
        if isinstance(value, dict):
            return change({key: below(item) for key, item in value.items()})
        return change([below(item) for item in value] if isinstance(value, list) else value)

    return lambda obj: {key: below(value) if key in ("spec", "status") else value for key, value in obj.items()}


def at(path: str, change: Change) -> Change:
    """The value at a path changed, where there is one."""
    *above, last = path.split(".")

    def changed(obj: Json) -> Json:
        holder = get(obj, tuple(above))
        if isinstance(holder, dict) and last in holder:
            holder[last] = change(holder[last])
        return obj

    return changed


def texts(change: Callable[[str], Json]) -> Change:
    """Every text changed."""
    return everywhere(lambda value: change(value) if isinstance(value, str) else value)


def numbers(change: Callable[[int], Json]) -> Change:
    """Every whole number changed."""
    return everywhere(lambda value: change(value) if type(value) is int else value)


def lists(change: Callable[[list[Json]], Json]) -> Change:
    """Every list changed."""
    return everywhere(lambda value: change(value) if isinstance(value, list) else value)


def without(gone: Callable[[Json], bool]) -> Change:
    """Fields of some values taken out."""

    def kept(value: Json) -> Json:
        return {key: item for key, item in value.items() if not gone(item)} if isinstance(value, dict) else value

    return everywhere(kept)


def is_(other: Json) -> Callable[[Json], bool]:
    """Whether a value is this one, and of its type."""
    return lambda value: type(value) is type(other) and value == other


def drop(*path: str) -> Change:
    """One field taken out."""

    def dropped(obj: Json) -> Json:
        holder = get(obj, path[:-1])
        if isinstance(holder, dict):
            holder.pop(path[-1], None)
        return obj

    return dropped


def swap(obj: Json) -> Json:
    """Two fields of one type exchanged."""
    rename(obj.get("spec"), "replicas", "drainSeconds")
    return obj


def pruned(obj: Json) -> Json:
    return prune(obj, SCHEMAS[obj["apiVersion"]], resource=True)


def filled(obj: Json) -> Json:
    return default(obj, SCHEMAS[obj["apiVersion"]])


def deduplicated(items: list[Json]) -> list[Json]:
    return [item for index, item in enumerate(items) if item not in items[:index]]


def in_order(items: Json) -> Json:
    return sorted(items, key=repr) if isinstance(items, list) else items


def lowercased(entries: Json) -> Json:
    return {key.lower(): value for key, value in entries.items()} if isinstance(entries, dict) else entries


def as_number(port: Json) -> Json:
    return int(port) if isinstance(port, str) and port.isdecimal() else port


def with_a_dot(phase: Json) -> Json:
    return f"{phase}." if isinstance(phase, str) and phase.startswith("w") else phase


def without_empty_metadata(obj: Json) -> Json:
    return {key: value for key, value in obj.items() if key != "metadata" or value}


def with_metadata(value: Json) -> Change:
    """Metadata made where there was none."""
    return lambda obj: obj if "metadata" in obj else {**obj, "metadata": value}


def timed(obj: Json) -> Json:
    """A parent made for fields that are not there."""
    if isinstance(obj.get("spec"), dict):
        obj["spec"].setdefault("timing", {})
    return obj


def as_quantity(text: str) -> str:
    return str(int(text[:-1]) // 1000) if text.endswith("000m") and text[:-1].isdecimal() else text


def as_time(text: str) -> str:
    try:
        time = datetime.datetime.fromisoformat(text)
    except ValueError:
        return text
    return time.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if time.tzinfo else text


def as_yaml_reads(text: str) -> Json:
    """A text written without its quotes."""
    return yaml.safe_load(text) if text in ("true", "null", "1e3", "0777", "80", "~") else text


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def images_split(obj: Json) -> Json:
    """A field split wherever something is called like it."""
    template = get(obj, ("spec", "template", "spec"))
    if isinstance(template, dict) and isinstance(template.get("image"), str):
        template["image"] = {"repository": template["image"]}
    return obj


def renamed_in_settings(obj: Json) -> Json:
    rename(get(obj, ("spec", "settings")), "hosts", "domains")
    return obj


def first_listener_named(obj: Json) -> Json:
    """Only the first item of a list said in full."""
    for listener in each(get(obj, ("spec", "listeners")))[:1]:
        listener.setdefault("protocol", "TCP")
    return obj
