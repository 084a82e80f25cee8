"""A text of a form, such as `s3://bucket/path`, is never drawn at random, and every object would lack what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kconv.engine import Kind
from kconv.engine.moves import carried, moves_to_hub, turned
from kconv.engine.route import leg
from kconv.paths import FieldPath
from kconv.rules import Split
from kconv.rules.inverse import Inverted
from kconv.rules.schema import at, put
from kconv.testing.shape import Shape
from kconv.testing.strategies.hints import HINTS


def with_texts(kind: Kind, shapes: Mapping[str, Shape]) -> dict[str, Shape]:
    """The schemas of a kind's versions with texts of the forms that its rules read, in the fields that hold them."""
    found = dict(shapes)
    for version, place, rule in _written(kind):
        shape = found.get(version)
        node = at(shape.node, place, shape.resolve) if shape is not None else None
        if shape is not None and node is not None and node.get("type") == "string" and not node.get("pattern"):
            known = tuple(dict.fromkeys((*node.get(HINTS, ()), *rule.texts)))
            root = put(shape.node, place, {**node, HINTS: known}, shape.resolve)
            found[version] = Shape(shape.api_version, shape.kind, root, shape.resolve, custom=shape.custom)
    return found


def _written(kind: Kind) -> Iterator[tuple[str, FieldPath, Split]]:
    """Which version has a text, where, and by which rule."""
    for version in kind.versions:
        converting = leg(kind, version).converting
        for index, part in enumerate(converting):
            if isinstance(part.rule, Split):
                back = turned(moves_to_hub(converting[:index]))
                yield str(version), carried(part.path + part.rule.spoke, back)[0], part.rule
            elif isinstance(part.rule, Inverted) and isinstance(part.rule.rule, Split):
                later = moves_to_hub(converting[index + 1 :])
                yield kind.hub, carried(part.path + part.rule.rule.spoke, later)[0], part.rule.rule
