"""The law kit is the judge of coverage: what it finds in a pair of versions that coverage is passed by for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from unittest import mock

import kconv.testing
from kconv.crd import CustomResource
from kconv.crd.pairs import Pair, pairs_of
from kconv.engine import Kind, convert_kind
from kconv.names import GroupVersion
from kconv.testing.checking import check_subject
from kconv.testing.subjects import subject_of
from tests.crd.test_pairs import told
from tests.tiers import examples

Json = Any


def unguarded(made: CustomResource) -> Kind:
    """The conversion, which coverage would stop."""
    with mock.patch.object(Pair, "faults", return_value=()):
        return made.kind


def said(made: CustomResource) -> list[str]:
    """What coverage says is wrong, or may be."""
    (pair,) = pairs_of(made.history, made.schemas)
    return [told(each) for each in (*pair.faults(), *pair.warnings())]


def findings(made: CustomResource, objects: Iterable[Json] = (), only: Sequence[str] = (), tried: int = 0) -> list[Any]:
    """What the kit finds: of objects as they are, and behind a server, which fills in defaults. ``tried`` are so many
    drawn objects in either tier.

    As they are, a default of one version is missing in the other; so versions with defaults are tried behind a server.
    """
    return [each for report in _reports(made, [*objects], only, tried or examples(20)) for each in report.findings]


def _reports(made: CustomResource, objects: list[Json], only: Sequence[str], count: int) -> Iterator[Any]:
    kind, tried = unguarded(made), {"examples": count, "seed": 1, "only": only}
    schemas = made.schemas
    if "'default'" not in str(schemas):
        yield kconv.testing.check(kind=kind, schemas=schemas, objects=objects, **tried)
    subject = subject_of(kind=kind, schemas=schemas, objects=objects, between=kconv.testing.as_served)

    def served(obj: Json, to: str) -> Json:
        return convert_kind(kind, obj, GroupVersion.parse(to), defaults="served").object

    yield check_subject(replace(subject, convert=served), **tried)
