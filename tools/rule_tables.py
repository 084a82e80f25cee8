"""The tables of docs/rules.md that list kinds: an index, and the releases that serve each version."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence

import kconv.rules
from kconv import catalog, kinds
from kconv.engine import Kind
from kconv.rules import Converts, Demands, Fills, Gone, Rule


def named(name: str) -> Kind:
    """The kind with this name that has more than one version. Raises KeyError."""
    for kind in kinds.registered():
        if kind.name == name and len(kind.versions) > 1:
            return kind
    raise KeyError(name)


def differs(kind: Kind) -> bool:
    """Whether converting between the kind's versions changes more than the apiVersion."""
    return len({tuple(line for part in kind.parts(one) for line in part.describe()) for one in kind.versions}) > 1


def is_gone(kind: Kind) -> bool:
    """Whether the newest release serves no version of the kind."""
    served = (catalog.lookup(version.kind(kind.name)) for version in kind.versions)
    return not any(one and one.in_release(catalog.latest()) for one in served)


def index(anchors: Mapping[str, str]) -> str:
    """Every kind by group; those that have a section link to its anchor. Raises KeyError where one has none."""
    groups: dict[str, list[Kind]] = {}
    for kind in kinds.registered():
        groups.setdefault(_group(kind), []).append(kind)
    rows = ["| group | fields or defaults change | only `apiVersion` changes | no successor |", "|---|---|---|---|"]
    for group in sorted(groups):
        gone = [kind for kind in groups[group] if is_gone(kind)]
        changed = [kind for kind in groups[group] if kind not in gone and differs(kind)]
        same = [kind for kind in groups[group] if kind not in gone and kind not in changed]
        links = ", ".join(f"[{kind.name}](#{anchors[kind.name]})" for kind in changed)
        rows.append(f"| {group} | {links} | {_names(same)} | {_names(gone)} |")
    return "\n".join(rows)


def same() -> str:
    """The kinds whose versions all have one shape and one meaning."""
    return _list([kind for kind in kinds.registered() if not differs(kind) and not is_gone(kind)])


def gone() -> str:
    """The kinds that have no successor."""
    return _list([kind for kind in kinds.registered() if is_gone(kind)])


def vocabulary() -> str:
    """Every rule with the first paragraph of its docstring."""
    rows = ["| rule | meaning |", "|---|---|"]
    for name in sorted(kconv.rules.__all__):
        thing = getattr(kconv.rules, name)
        if isinstance(thing, type) and issubclass(thing, Rule) and thing not in (Rule, Converts, Fills, Demands, Gone):
            first = (inspect.getdoc(thing) or "").split("\n\n")[0].replace("|", "\\|").replace("``", "`")
            rows.append(f"| `{name}` | {' '.join(first.split())} |")
    return "\n".join(rows)


def versions(kind: Kind) -> str:
    """The releases that serve each version."""
    found = []
    for version in kind.versions:
        served = catalog.lookup(version.kind(kind.name))
        until = f", removed in {served.removed}" if served and served.removed else ""
        since = f"since {served.introduced}{until}" if served else "never served by itself"
        found.append(f"`{version}` ({since})")
    return "; ".join(found)


def _group(kind: Kind) -> str:
    return kind.hub.rpartition("/")[0] or "core"


def _list(found: Sequence[Kind]) -> str:
    return "\n".join(["| kind | versions |", "|---|---|", *(f"| {kind.name} | {versions(kind)} |" for kind in found)])


def _names(found: Sequence[Kind]) -> str:
    """The names, with the version where another kind of the group has the same name."""
    names = [(kind.name, _group(kind)) for kind in kinds.registered()]
    return ", ".join(
        f"{kind.name} {kind.hub.rpartition('/')[2]}"
        if len(kind.versions) == 1 and names.count((kind.name, _group(kind))) > 1
        else kind.name
        for kind in found
    )
