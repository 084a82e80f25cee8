"""How each version of the Site differs from the hub, in plain Python: a few steps there, and the same ones back.

The hub's object is v1's, with v1alpha1's debug, and with `impliedDrainSeconds` where a version left drainSeconds out
and so meant a default of its own. A step takes what it is given apart; whoever calls it gave a copy.
"""

from __future__ import annotations

from typing import Any

from tests.testing.custom import DRAIN, V1, V1ALPHA1, V1BETA1

Json = Any
HEAD = ("apiVersion", "kind", "metadata")
IMPLIED = "impliedDrainSeconds"


def to_hub(obj: Json, version: str) -> Json:
    """The object as the hub has it."""
    spec = obj.get("spec")
    if isinstance(spec, dict):
        if version == V1ALPHA1:
            _alpha_to_hub(spec)
        if version != V1:
            _split_target(spec)
        if "drainSeconds" not in spec:
            spec[IMPLIED] = DRAIN[version]
    if version == V1ALPHA1:
        rename(obj.get("status"), "state", "phase")
    return {**obj, "apiVersion": V1}


def from_hub(obj: Json, version: str) -> Json:
    """The hub's object as a version has it, without what that has no field for."""
    spec = obj.get("spec")
    if isinstance(spec, dict):
        implied = spec.pop(IMPLIED, DRAIN[version])
        if implied != DRAIN[version]:
            spec.setdefault("drainSeconds", implied)
        leave_out(spec, version)
        if version != V1:
            _join_target(spec)
        if version == V1ALPHA1:
            _alpha_from_hub(spec)
    if version == V1ALPHA1:
        rename(obj.get("status"), "phase", "state")
    return {**obj, "apiVersion": version}


def settled(obj: Json) -> Json:
    """The hub's object after a merge: what was said since counts more than what was implied before."""
    spec = obj.get("spec")
    if not isinstance(spec, dict) or not {IMPLIED, "drainSeconds"} <= set(spec):
        return obj
    return {**obj, "spec": {key: value for key, value in spec.items() if key != IMPLIED}}


def rename(holder: Json, old: str, new: str) -> None:
    """Give a field another name, in its place; a field of that name gets the old one."""
    if isinstance(holder, dict) and (old in holder or new in holder):
        names = {old: new, new: old}
        fields = {names.get(key, key): value for key, value in holder.items()}
        holder.clear()
        holder.update(fields)


def each(value: Json) -> list[dict[str, Json]]:
    """The maps in a list, however deep."""
    if isinstance(value, dict):
        return [value]
    return [found for item in value for found in each(item)] if isinstance(value, list) else []


LACKS = {
    V1: ({"spec": ["debug"]}),
    V1BETA1: ({"spec": ["debug", "budget"], "listeners": ["tls"], "rules": ["negate"]}),
    V1ALPHA1: ({"spec": ["budget", "maxUnavailable"], "listeners": ["tls"], "rules": ["negate"], "routes": ["weight"]}),
}
"""The hub's fields that a version does not have."""


def leave_out(spec: Json, version: str) -> None:
    """Take out what a version lacks."""
    for where, names in LACKS[version].items():
        for holder in [spec] if where == "spec" else each(spec.get(where)):
            for name in names:
                holder.pop(name, None)


def image_of(text: str) -> dict[str, str]:
    """A repository and a tag. What follows a colon with a slash in it is the port of a registry."""
    repository, colon, tag = text.rpartition(":")
    return {"repository": repository, "tag": tag} if colon and "/" not in tag else {"repository": text}


def _alpha_to_hub(spec: Json) -> None:
    rename(spec, "hosts", "domains")
    rename(spec, "ports", "listeners")
    spell(spec)
    if isinstance(spec.get("image"), str):
        spec["image"] = image_of(spec["image"])
    timing = {key: spec.pop(key) for key in ("schedule", "since") if key in spec}
    if timing:
        spec["timing"] = timing


def _alpha_from_hub(spec: Json) -> None:
    timing = spec.pop("timing", None)
    if isinstance(timing, dict):
        spec.update({key: timing[key] for key in ("schedule", "since") if key in timing})
    image = spec.get("image")
    if isinstance(image, dict):
        del spec["image"]
        parts = [image[key] for key in ("repository", "tag") if key in image]
        if "repository" in image and all(isinstance(part, str) for part in parts):
            spec["image"] = ":".join(parts)
    spell(spec)
    rename(spec, "listeners", "ports")
    rename(spec, "domains", "hosts")


SPELLING = {"tcp": "TCP", "TCP": "tcp", "udp": "UDP", "UDP": "udp"}


def spell(spec: Json) -> None:
    """v1alpha1 wrote protocols in small letters."""
    for listener in each(spec.get("listeners")):
        protocol = listener.get("protocol")
        if isinstance(protocol, str):
            listener["protocol"] = SPELLING.get(protocol, protocol)


def _split_target(spec: Json) -> None:
    port = spec.get("targetPort")
    if type(port) in (int, str) and "target" not in spec:
        del spec["targetPort"]
        spec["target"] = {"number": port} if type(port) is int else {"name": port}


def _join_target(spec: Json) -> None:
    target = spec.pop("target", None)
    if not isinstance(target, dict):
        return
    if type(target.get("number")) is int:
        spec.setdefault("targetPort", target["number"])
    elif isinstance(target.get("name"), str):
        spec.setdefault("targetPort", target["name"])
