"""Conversions of the Site that are wrong on purpose: the right one with one step that is not, or something put round it.

Each has the name of its sin and of the law that must find it.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from kconv.paths import MISSING, get
from kconv.testing.subject import Converter, clone
from tests.testing import hub, right, sins
from tests.testing.custom import DRAIN, V1, V1ALPHA1, V1BETA1
from tests.testing.right import KEY, Conversion, Stash
from tests.testing.sins import Change, at, drop, is_, lists, numbers, texts, without
from tests.testing.threeway import merged, partner

Json = Any
RIGHT = Conversion()


@dataclasses.dataclass(frozen=True)
class Wrong:
    """A wrong conversion, what is wrong with it, and the law that finds it."""

    name: str
    law: str
    convert: Converter


def wrong(name: str, law: str, convert: Converter | None = None, **steps: Any) -> Wrong:
    return Wrong(name, law, convert or dataclasses.replace(RIGHT, **steps))


# --- the steps ---


def finish(change: Change, *versions: str) -> dict[str, Any]:
    """Something done to every result, or to those in some versions."""
    return {"finish": lambda obj, to: change(clone(obj)) if not versions or to in versions else obj}


def to_hub(change: Change, *versions: str) -> dict[str, Any]:
    """Something done to every object that was brought to the hub, or to those of some versions."""

    def changed(obj: Json, version: str) -> Json:
        there = hub.to_hub(obj, version)
        return change(there) if not versions or version in versions else there

    return {"to_hub": changed}


def from_hub(change: Change, version: str) -> dict[str, Any]:
    """Something done to what was brought from the hub to one version."""
    return {
        "from_hub": lambda obj, to: change(hub.from_hub(obj, to)) if to == version else hub.from_hub(obj, to),
    }


def both_ways(change: Change) -> dict[str, Any]:
    """Something that is its own inverse, between v1alpha1 and the hub."""
    return to_hub(change, V1ALPHA1) | {
        "from_hub": lambda obj, to: hub.from_hub(change(obj) if to == V1ALPHA1 else obj, to)
    }


# --- wrong ways to restore ---


def by_index(shown: list[Json], now: list[Json], index: int) -> int | None:  # noqa: ARG001
    return index if index < len(shown) else None


def by_key_or_index(shown: list[Json], now: list[Json], index: int) -> int | None:
    found = partner(shown, now, index)
    return by_index(shown, now, index) if found is None else found


def first_alike(shown: list[Json], now: list[Json], index: int) -> int | None:
    """The first item of equal content, even where there are several."""
    alike = [at for at, other in enumerate(shown) if other == now[index]]
    return alike[0] if alike else None


def with_deleted_items(kept: Json, shown: Json, now: Json) -> Json:
    full = merged(kept, shown, now)
    for path in (("spec", "listeners"), ("spec", "routes"), ("status", "conditions")):
        items, before = get(full, path), get(kept, path)
        if isinstance(items, list) and isinstance(before, list):
            items += before[len(items) :]
    return full


def laid_over(kept: Json, shown: Json, now: Json) -> Json:
    """What was kept laid over what is there, whether it was edited or not."""
    if isinstance(kept, dict) and isinstance(now, dict):
        return {key: laid_over(kept.get(key, MISSING), shown, now.get(key, MISSING)) for key in {**now, **kept}}
    return now if kept is MISSING else kept


def laid_under(kept: Json, shown: Json, now: Json) -> Json:
    """What was kept put wherever nothing is now, though it may have been deleted."""
    if isinstance(kept, dict) and isinstance(now, dict):
        return {key: laid_under(kept.get(key, MISSING), shown, now.get(key, MISSING)) for key in {**now, **kept}}
    return kept if now is MISSING else now


def without_a_guard(kept: Json, shown: Json, now: Json) -> Json:
    """Every difference put back, whatever has become of what it was the difference to."""
    if isinstance(kept, dict) and isinstance(now, dict) and isinstance(shown, dict):
        parts = {key: [each.get(key, MISSING) for each in (kept, shown, now)] for key in {**now, **kept}}
        made = {key: without_a_guard(*values) for key, values in parts.items()}
        return {key: value for key, value in made.items() if value is not MISSING}
    return merged(kept, shown, now) if kept == shown or isinstance(kept, list) else kept


def not_in_inner_lists(kept: Json, shown: Json, now: Json) -> Json:
    full = merged(kept, shown, now)
    rules, before = get(full, ("spec", "rules")), get(kept, ("spec", "rules"))
    if rules is MISSING or rules is before:
        return full
    return {**full, "spec": {**full["spec"], "rules": now["spec"]["rules"]}}


# --- wrong ways to keep ---


def keep_as_a_map(obj: Json, fields: dict[str, Json]) -> Json:
    there = right.keep(obj, fields)
    there["metadata"]["annotations"][KEY] = json.loads(there["metadata"]["annotations"][KEY])
    return there


def keep_without_limit(obj: Json, fields: dict[str, Json], limit: int = 1 << 40) -> Json:
    data = json.dumps({"v": 1, "fields": fields}, sort_keys=True)
    if len(data) > limit:
        raise ValueError("too large")
    metadata = obj.get("metadata") or {}
    return {**obj, "metadata": {**metadata, "annotations": {**(metadata.get("annotations") or {}), KEY: data}}}


def keep_in_template(obj: Json, fields: dict[str, Json]) -> Json:
    template = get(obj, ("spec", "template"))
    if not isinstance(template, dict) or not isinstance(template.get("metadata"), dict):
        return right.keep(obj, fields)
    return {**obj, "spec": {**obj["spec"], "template": right.keep(template, fields)}}


def take_from_template(obj: Json, read: Any) -> tuple[Json, Stash | None]:
    template = get(obj, ("spec", "template"))
    if isinstance(template, dict):
        bare, stash = right.take(template, read)
        if stash is not None:
            return {**obj, "spec": {**obj["spec"], "template": bare}}, stash
    return right.take(obj, read)


def take_and_leave(obj: Json, read: Any) -> tuple[Json, Stash | None]:
    return obj, right.take(obj, read)[1]


def keep_the_first(obj: Json, fields: dict[str, Json]) -> Json:
    """What was kept before, though the object may have been edited since."""
    there = get(obj, ("metadata", "annotations", KEY))
    return right.keep(obj, fields) if there is MISSING else obj


def take_all(obj: Json, read: Any) -> tuple[Json, Stash | None]:
    bare, stash = right.take(obj, read)
    return (drop("metadata", "annotations")(clone(bare)) if stash is not None else obj), stash


# --- wrong ways to read ---


def careless(text: Json) -> Stash | None:
    data = json.loads(text)
    return Stash(data["fields"], data.get("frame"))


def only_values(text: Json) -> Stash | None:
    """Raises where the text is too deep to be read, and where it is no text."""
    try:
        data = json.loads(text)
    except ValueError:
        return None
    return right.read(json.dumps(data))


def no_string_is_expected(text: Json) -> Stash | None:
    return right.read(text.strip())


def not_too_long(text: Json) -> Stash | None:
    if isinstance(text, str) and len(text) > 256 * 1024:
        raise ValueError("annotation too long")
    return right.read(text)


def of_any_format(text: Json) -> Stash | None:
    try:
        data = json.loads(text)
        return right.read(json.dumps({**data, "v": 1}))
    except (ValueError, TypeError, RecursionError):
        return None


def trusting(text: Json) -> Stash | None:
    stash = right.read(text)
    if stash is not None:
        for listener in stash.fields.get("spec", {}).get("listeners") or []:
            listener.get("name")
    return stash


# --- whole conversions ---


def of_the_wrong_version(obj: Json, to: str) -> Json:  # noqa: ARG001
    return RIGHT(obj, V1)


def of_another_kind(obj: Json, to: str) -> Json:
    return RIGHT(obj, to) | {"kind": "SiteList"} if to != obj["apiVersion"] else obj


def forgetting_a_pair(obj: Json, to: str) -> Json:
    if {obj["apiVersion"], to} == {V1ALPHA1, V1BETA1}:
        return {**clone(obj), "apiVersion": to}
    return RIGHT(obj, to)


def changing_its_input(obj: Json, to: str) -> Json:
    there = RIGHT(obj, to)
    if isinstance(obj.get("spec"), dict):
        obj["spec"].pop("debug", None)
    return there


def taking_from_its_input(obj: Json, to: str) -> Json:
    """What was kept taken out of the object that was given."""
    result = RIGHT(obj, to)
    annotations = get(obj, ("metadata", "annotations"))
    if isinstance(annotations, dict):
        annotations.pop(KEY, None)
    return result


class Remembering:
    """Gives the answer that it gave before."""

    def __init__(self) -> None:
        self.answers: dict[str, Json] = {}

    def __call__(self, obj: Json, to: str) -> Json:
        question = json.dumps([obj, to])
        if question not in self.answers:
            self.answers[question] = RIGHT(obj, to)
        return self.answers[question]


class SharingAnEmptyMap:
    """Puts a map of its own into every result that has an empty one."""

    def __init__(self) -> None:
        self.empty: dict[str, Json] = {}

    def __call__(self, obj: Json, to: str) -> Json:
        there = clone(RIGHT(obj, to))
        for listener in hub.each(get(there, ("spec", "listeners"))):
            if listener.get("labels") == {}:
                listener["labels"] = self.empty
        return there


def putting_metadata_into_its_input(obj: Json, to: str) -> Json:
    obj.setdefault("metadata", {})
    return RIGHT(obj, to)


class Count:
    """As itertools.count, which Python 3.14 does not copy."""

    def __init__(self) -> None:
        self.next = 0

    def __next__(self) -> int:
        self.next += 1
        return self.next - 1


class MakingMetadataNowAndThen:
    """Empty metadata for every second object that has none."""

    def __init__(self) -> None:
        self.numbers = Count()

    def __call__(self, obj: Json, to: str) -> Json:
        there = RIGHT(obj, to)
        return sins.with_metadata({})(there) if next(self.numbers) % 2 else there


class InAnyOrder:
    """Writes the keys of every second result the other way round."""

    def __init__(self) -> None:
        self.turns = Count()

    def __call__(self, obj: Json, to: str) -> Json:
        there = RIGHT(obj, to)
        return dict(reversed(there.items())) if next(self.turns) % 2 else there


class Numbering:
    """Numbers what it keeps."""

    def __init__(self) -> None:
        self.numbers = Count()

    def __call__(self, obj: Json, to: str) -> Json:
        there = RIGHT(obj, to)
        text = get(there, ("metadata", "annotations", KEY))
        if isinstance(text, str) and to != obj["apiVersion"]:
            there["metadata"]["annotations"][KEY] = json.dumps({**json.loads(text), "id": next(self.numbers)})
        return there


class MixingUpLists:
    """Gives every object of a list the labels of the first."""

    def __call__(self, obj: Json, to: str) -> Json:
        return RIGHT(obj, to)

    def many(self, objects: list[Json], to: str) -> list[Json]:
        labels = get(objects[0], ("metadata", "labels"))
        out = [RIGHT(obj, to) for obj in objects]
        return [sins.at("metadata.labels", lambda _: labels)(obj) for obj in out]


def growing(obj: Json, to: str) -> Json:
    """What was kept before kept along with what is kept now."""
    there = RIGHT(obj, to)
    before, now = (get(each, ("metadata", "annotations", KEY)) for each in (obj, there))
    if isinstance(before, str) and isinstance(now, str) and to != obj["apiVersion"]:
        text = json.dumps({**json.loads(now), "before": before})
        there["metadata"]["annotations"][KEY] = text
    return there


def forgetting_the_others(obj: Json, to: str) -> Json:
    """What one version kept thrown away on the way from another to a third."""
    if V1 not in (to, obj["apiVersion"]) and to != obj["apiVersion"]:
        return RIGHT(right.take(obj)[0], to)
    return RIGHT(obj, to)


def keeping_what_was(obj: Json, to: str) -> Json:
    """What was kept passed on to a third version as it was, not as it was edited."""
    there = RIGHT(obj, to)
    before, now = (get(each, ("metadata", "annotations", KEY)) for each in (obj, there))
    if isinstance(before, str) and isinstance(now, str) and right.read(before) and to != obj["apiVersion"]:
        there["metadata"]["annotations"][KEY] = before
    return there


def converting_in_place_again(obj: Json, to: str) -> Json:
    """Defaults filled in where nothing was to be done at all."""
    return sins.filled(obj) if to == obj["apiVersion"] else RIGHT(obj, to)


def demanding_a_spec(obj: Json, to: str) -> Json:
    obj["spec"]
    return RIGHT(obj, to)


def demanding_no_null(obj: Json, to: str) -> Json:
    for listener in get(obj, ("spec", "listeners")) or [] if get(obj, ("spec", "listeners")) is not MISSING else []:
        listener.get("name")
    return RIGHT(obj, to)


def meaning_nothing(obj: Json, version: str) -> Json:
    """What a version means by leaving a field out not asked."""
    there = hub.to_hub(obj, version)
    if isinstance(there.get("spec"), dict) and hub.IMPLIED in there["spec"]:
        there["spec"][hub.IMPLIED] = DRAIN[V1]
    return there


def spelling_the_first(obj: Json) -> Json:
    """Turned back for all but the first, so that only that one is converted."""
    hub.spell({"listeners": hub.each(get(obj, ("spec", "listeners")))[1:]})
    return obj


def target_by_order(obj: Json, to: str) -> Json:
    """Of two fields for one, the one that stands first."""
    target = get(obj, ("spec", "target"))
    if to != V1 and isinstance(target, dict) and list(target)[:1] == ["name"]:
        target.pop("number", None)
    return hub.from_hub(obj, to)


def refusing_a_port(obj: Json, to: str) -> Json:
    """A number that the schema allows, and the converter's own type does not."""
    if any(listener.get("port", 0) > 40000 for listener in hub.each(get(obj, ("spec", "listeners")))):
        raise OverflowError("port")
    return RIGHT(obj, to)


def taking_a_port_for_a_tag(obj: Json) -> Json:
    image = get(obj, ("spec", "image"))
    if isinstance(image, dict) and "/" in str(image.get("repository")) and "tag" not in image:
        repository, _, tag = image["repository"].rpartition(":")
        obj["spec"]["image"] = {"repository": repository, "tag": tag}
    return obj


def doing_nothing(obj: Json, to: str) -> Json:
    return {**obj, "apiVersion": to}


WRONG = [
    wrong("refuses what the schema accepts", "totality", refusing_a_port),
    wrong("does nothing", "valid-result", doing_nothing),
    wrong("takes a registry's port for a tag", "valid-result", **to_hub(taking_a_port_for_a_tag, V1ALPHA1)),
    wrong("mixes up the objects of a list", "batches", MixingUpLists()),
    wrong("restores by index", "edits-win", merge=lambda *three: merged(*three, by_index)),
    wrong("restores to another item after a rename", "edits-win", merge=lambda *three: merged(*three, by_key_or_index)),
    wrong("restores to the first item alike", "edits-win", merge=lambda *three: merged(*three, first_alike)),
    wrong("restores over an edit", "edits-win", merge=laid_over),
    wrong("restores a deleted field", "edits-win", merge=laid_under),
    wrong("restores a deleted item", "edits-win", merge=with_deleted_items),
    wrong("restores without a guard", "edits-win", merge=without_a_guard),
    wrong("restores only what nobody edited", "edits-win", merge=lambda kept, shown, now: kept if shown == now else now),
    wrong("ignores the edit", "edits-win", merge=lambda *three: {**three[2], **three[0]}),
    wrong("forgets one list level", "edits-win", merge=not_in_inner_lists),
    wrong("keeps nothing", "hub-spoke-hub", keep=lambda *given: given[0]),
    wrong("keeps no field of a list's items", "hub-spoke-hub", fits=lambda one, other: sins.lists(len)(one) == sins.lists(len)(other)),
    wrong("loses what another version kept", "path-independence", forgetting_the_others),
    wrong("passes on what was, not the edit", "edits-travel", keeping_what_was),
    wrong("keeps what it kept first", "later-edits", take=take_and_leave, keep=keep_the_first),
    wrong("keeps ever more", "settling", growing),
    wrong("keeps a number that is new each time", "determinism", Numbering()),
    wrong("keeps it in another object's metadata", "edits-win", keep=keep_in_template, take=take_from_template),
    wrong("keeps it as a map", "hostile-annotations", keep=keep_as_a_map),
    wrong("leaks the annotation", "spoke-hub-spoke", take=take_and_leave),
    wrong("takes the user's annotations with its own", "spoke-hub-spoke", take=take_all),
    wrong("exceeds the annotations' budget", "size-budget", keep=keep_without_limit),
    wrong("counts the annotation once", "size-budget", keep=lambda obj, fields: keep_without_limit(obj, fields, 262_144)),
    wrong("raises on an annotation that is no JSON", "hostile-annotations", read=careless),
    wrong("raises on deep JSON", "hostile-annotations", read=only_values),
    wrong("raises on an annotation that is no string", "hostile-annotations", read=no_string_is_expected),
    wrong("raises on a large annotation", "hostile-annotations", read=not_too_long),
    wrong("raises on a forged annotation", "hostile-annotations", read=trusting),
    wrong("reads a format that it does not know", "hostile-annotations", read=of_any_format),
    wrong("ignores the target version", "spoke-hub-spoke", of_the_wrong_version),
    wrong("changes the kind", "spoke-hub-spoke", of_another_kind),
    wrong("misses one pair of versions", "path-independence", forgetting_a_pair),
    wrong("depends on the path", "path-independence", **finish(at("status.phase", sins.with_a_dot), V1BETA1)),
    wrong("swaps two fields", "spoke-hub-spoke", **finish(sins.swap, V1BETA1)),
    wrong("converts only the first item", "order", **both_ways(spelling_the_first)),
    wrong("depends on the items' order", "order", **from_hub(sins.first_listener_named, V1BETA1)),
    wrong("depends on the keys' order", "order", from_hub=target_by_order),
    wrong("takes its annotation out of its input", "input-unchanged", taking_from_its_input),
    wrong("mutates its input", "input-unchanged", changing_its_input),
    wrong("gives the same answer to two", "input-unchanged", Remembering()),
    wrong("gives away its own empty map", "input-unchanged", SharingAnEmptyMap()),
    wrong("writes keys in any order", "determinism", InAnyOrder()),
    wrong("fills in the version it has", "idempotence", converting_in_place_again),
    wrong("defaults on the way out", "spoke-hub-spoke", **finish(sins.filled)),
    wrong("defaults on the way back", "spoke-hub-spoke", **finish(sins.filled, V1ALPHA1)),
    wrong("loses what a default meant", "same-behaviour", to_hub=meaning_nothing),
    wrong("makes a parent that was not there", "hub-spoke-hub", **finish(sins.timed, V1)),
    wrong("drops unknown fields", "unknown-fields", **finish(sins.pruned)),
    wrong("drops status", "spoke-hub-spoke", **finish(drop("status"))),
    wrong("drops finalizers", "spoke-hub-spoke", **finish(drop("metadata", "finalizers"))),
    wrong("drops labels", "spoke-hub-spoke", **finish(drop("metadata", "labels"), V1)),
    wrong("drops the uid", "spoke-hub-spoke", **finish(drop("metadata", "uid"))),
    wrong("drops managed fields", "spoke-hub-spoke", **finish(drop("metadata", "managedFields"))),
    wrong("drops owner references", "spoke-hub-spoke", **finish(drop("metadata", "ownerReferences"))),
    wrong("drops the resource version", "spoke-hub-spoke", **finish(drop("metadata", "resourceVersion"))),
    wrong("drops empty metadata", "spoke-hub-spoke", **finish(sins.without_empty_metadata)),
    wrong("makes metadata with a label", "fragments", **finish(sins.with_metadata({"labels": {"a": "b"}}))),
    wrong("makes metadata with empty labels", "fragments", **finish(sins.with_metadata({"labels": {}}))),
    wrong("makes metadata with empty annotations", "fragments", **finish(sins.with_metadata({"annotations": {}}))),
    wrong("makes metadata that is null", "fragments", **finish(sins.with_metadata(None))),
    wrong("makes metadata that is a list", "fragments", **finish(sins.with_metadata([]))),
    wrong("puts empty metadata into its input", "input-unchanged", putting_metadata_into_its_input),
    wrong("makes empty metadata now and then", "determinism", MakingMetadataNowAndThen()),
    wrong("raises on no spec", "fragments", demanding_a_spec),
    wrong("raises on a null item", "fragments", demanding_no_null),
    wrong("drops a null item", "fragments", **to_hub(lists(lambda items: [item for item in items if item is not None]))),
    wrong("loses zero", "zero-and-absent", **to_hub(without(is_(0)))),
    wrong("loses false", "zero-and-absent", **to_hub(without(is_(False)))),
    wrong("loses an empty text", "zero-and-absent", **to_hub(without(is_("")))),
    wrong("loses an empty map", "zero-and-absent", **to_hub(without(is_({})))),
    wrong("loses an empty list", "zero-and-absent", **to_hub(without(is_([])))),
    wrong("loses null", "zero-and-absent", **to_hub(without(is_(None)))),
    wrong("turns ints into floats", "spoke-hub-spoke", **finish(numbers(float))),
    wrong("rounds large integers", "spoke-hub-spoke", **finish(numbers(lambda number: int(float(number))))),
    wrong("turns a number into a text", "spoke-hub-spoke", **finish(at("spec.targetPort", str))),
    wrong("turns a text into a number", "spoke-hub-spoke", **finish(at("spec.targetPort", sins.as_number))),
    wrong("turns a boolean into a text", "spoke-hub-spoke", **finish(at("spec.paused", lambda paused: "true" if paused else "false"))),
    wrong("reads texts as YAML does", "spoke-hub-spoke", **finish(texts(sins.as_yaml_reads))),
    wrong("reorders an atomic list", "spoke-hub-spoke", **finish(at("spec.args", sins.in_order))),
    wrong("leaves out what comes behind the third item", "spoke-hub-spoke", **finish(lists(lambda items: items[:3]))),
    wrong("takes a list for a set", "spoke-hub-spoke", **finish(lists(sins.deduplicated))),
    wrong("sorts a set", "spoke-hub-spoke", **finish(at("spec.domains", sins.in_order))),
    wrong("lowercases", "spoke-hub-spoke", **finish(texts(str.lower))),
    wrong("trims texts", "spoke-hub-spoke", **finish(texts(str.strip))),
    wrong("cuts a name to 63", "spoke-hub-spoke", **finish(texts(lambda text: text[:63]))),
    wrong("cuts a text to 4096", "size-budget", **finish(texts(lambda text: text[:4096]))),
    wrong("lowercases a map's keys", "spoke-hub-spoke", **finish(at("spec.limits", sins.lowercased))),
    wrong("allows less than the schema", "spoke-hub-spoke", **finish(numbers(lambda number: min(number, 65534) if number == 65535 else number))),
    wrong("normalises quantities", "spoke-hub-spoke", **finish(texts(sins.as_quantity))),
    wrong("normalises times", "spoke-hub-spoke", **finish(texts(sins.as_time))),
    wrong("normalises unicode", "spoke-hub-spoke", **finish(texts(sins.composed))),
    wrong("mangles unicode", "spoke-hub-spoke", **finish(texts(lambda text: text.encode("ascii", "replace").decode()))),
    wrong("converts an embedded object", "spoke-hub-spoke", **finish(sins.images_split, V1)),
    wrong("renames in what is not its own", "spoke-hub-spoke", **finish(sins.renamed_in_settings, V1)),
]  # fmt: skip
