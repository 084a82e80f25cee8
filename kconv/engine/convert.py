"""One conversion: read the stash, to the hub, put back what was hidden, to the target, keep what it cannot hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache, partial
from typing import Final, Literal

from kconv.engine import preserve, stash
from kconv.engine.compiled.defaults import meaning
from kconv.engine.conversion import Conversion
from kconv.engine.fragment import is_fragment
from kconv.engine.kind import Kind
from kconv.engine.route import Route, route
from kconv.engine.state import ConversionState, Keep
from kconv.errors import ConversionError, UnknownKindError
from kconv.names import GroupVersion, Release
from kconv.rules import Json

Defaults = Literal["preserve", "none", "all"]
_LAST: Final = Release(1_000_000)
"""The release of a kind that has none: a custom resource's versions and defaults are those of its definition."""


def convert_kind(
    kind: Kind,
    obj: dict[str, Json],
    to: GroupVersion,
    *,
    release: Release = _LAST,
    defaults: Defaults | Literal["served"] = "preserve",
    decisions: Mapping[str, str] | None = None,
    leave_out: Collection[str] = (),
    keep: Keep = True,
    demands: bool | None = None,
    patch: bool = False,
) -> Conversion:
    """Convert an object of a known kind.

    ``release`` is the one whose defaults the target version has; a custom resource needs none. ``defaults`` "served"
    means that an API server has filled in those of the object, and fills in those of the result before anybody reads
    it. ``decisions`` answers questions by name, ``leave_out`` names default paths that are not to be written, ``keep``
    allows kconv's own annotation; if it is "fitting", what there is no room for is left out of it, and the conversion
    says so. ``demands`` meets what the target's server requires of an object (by default with "preserve"). ``patch``
    marks an object that is a patch of another, whatever it looks like. The result shares with the input what did not
    change. Raises UnknownKindError for a version that the kind does not have, StashTooLargeError, and ConversionError
    for an object without a version.
    """
    way = _way(kind, _version(obj), to)
    if way is None:
        return Conversion(obj)
    clean, held, wrong = stash.take(obj, kind.names, kind.hub)
    if held.others:
        from kconv.engine.former_hub import translated

        again = partial(convert_kind, kind, release=release, defaults=defaults, decisions=decisions, patch=patch)
        hub, noted, misfits = translated(kind, obj, partial(again, leave_out=leave_out, demands=False))
        if hub is not obj:
            made = again(hub, to, leave_out=leave_out, keep=keep, demands=demands)
            noted, misfits = [*noted, *made.noted], [*misfits, *made.misfits]
            return Conversion(made.object, way.moves, noted, made.questions, made.fragment, misfits, made.left_out)
    source, target = way.source, way.target
    part = patch or (bool(kind.whole) and is_fragment(kind, clean))
    fragment = part and (patch or defaults != "all" or is_fragment(kind, clean, sure=True))
    preserves = defaults == "preserve" and way.filling and not fragment and not meaning(kind, way, release).alike
    if way.plain and held is stash.NOTHING and not preserves and defaults != "all":
        return Conversion({**obj, "apiVersion": target.api_version}, fragment=fragment)
    by_server = defaults == "served" and preserve.filler(source.filling, release)(clean) is clean
    state = ConversionState(kind, way, release, decisions or {}, leave_out, held, wrong, by_server)
    start = preserve.filler(source.filling, release)(clean) if defaults == "all" and not fragment else clean
    may_lose = bool(keep or kind.total or source.gone or source.inverted)
    hub = state.to_hub(start, may_lose)
    if held.hidden or by_server:
        hub = state.unhidden(hub, start)
    result = state.from_hub(hub, start)
    if by_server or target.api_version in held.said:
        result = state.said(result, start, hub)
    plain = result
    if preserves:
        result = state.keep_behaviour(clean, plain)
    if target.settling and (defaults == "preserve" if demands is None else demands):
        result = state.settle(result, part)
    if state.doubts:
        copies = 1 if defaults == "served" else 2
        result = state.stashed(*state.unfilled(clean, start, hub, plain), result, keep, copies)
    return Conversion(result, way.moves, state.noted, state.questions, fragment, state.misfits, state.left_out)


def _version(obj: dict[str, Json]) -> str:
    """The apiVersion. Raises ConversionError for what has none."""
    if not isinstance(obj, dict):
        raise ConversionError(f"{type(obj).__name__} is not an object", hint="pass a manifest as a dict")
    api_version = obj.get("apiVersion")
    if not isinstance(api_version, str):
        raise ConversionError(f"apiVersion is {api_version!r}, not a string", hint="set it, for example to apps/v1")
    return api_version


@lru_cache(maxsize=1024)
def _way(kind: Kind, source: str, to: GroupVersion) -> Route | None:
    """The route, looked up once per pair of versions; None if there is none."""
    start = GroupVersion.parse(source)
    if start == to:
        return None
    for version in (start, to):
        if version not in kind.versions:
            raise UnknownKindError(
                f"{kind.name} has no version {version}",
                gvk=start.kind(kind.name),
                hint=f"its versions are {', '.join(map(str, kind.versions))}",
            )
    return route(kind, start, to)
