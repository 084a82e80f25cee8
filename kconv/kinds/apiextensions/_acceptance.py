"""What a v1 server demands of a CustomResourceDefinition: a structural schema for each version, and an approval.

apiextensions-apiserver 1.37, pkg/apis/apiextensions/validation: ``requireOpenAPISchema``, ``requireStructuralSchema``,
``validatePreserveUnknownFields`` and ``validateAPIApproval`` hold for every new v1 object.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kconv.errors import Question
from kconv.notes import Note, NoteKind
from kconv.paths import FieldPath, get, show
from kconv.rules import Answers, Decision, Json, Settled
from kconv.structural.check import check
from kconv.structural.loosen import ANYTHING, keep_unknown, loosen
from kconv.structural.refusals import APPROVED, APPROVED_AT, described, is_approval, unapproved
from kconv.structural.repair import repair
from kconv.structural.violation import Repair, Violation

_PRUNING: Final = ("spec", "preserveUnknownFields")
_KEPT: Final = (
    "v1 always prunes: x-kubernetes-preserve-unknown-fields on every object of the schemas keeps what was kept before"
)
_WANTED: Final = "v1 requires a schema: the one written accepts any object and keeps all of it"
_KEPT_WHOLE: Final = "v1 always prunes and requires a schema: the one written accepts any object and keeps all of it"


SCHEMA: Final = Decision(
    "crd.schema",
    "A schema that v1 refuses because it is not structural, and that can be repaired in more than one way.",
    {"preserve": "What v1 refuses is dropped from the schema, and any value is kept there."},
)
APPROVAL: Final = Decision(
    "crd.approved",
    "A definition in a group of the Kubernetes community (`k8s.io`, `kubernetes.io` and the groups below them).",
    text="the URL of the API's approval, or a text that begins with `unapproved`",
    fits=is_approval,
)


def describe_versions(obj: Json, answers: Answers) -> Settled:
    """The object with a structural schema in each version that prunes no more than before."""
    versions = get(obj, ("spec", "versions"))
    if not isinstance(versions, list):
        return obj, [], []
    spec, notes, questions = dict(obj["spec"]), [], []
    keep = spec.get("preserveUnknownFields") is True
    if keep:
        del spec["preserveUnknownFields"]
        notes.append(Note("repair", show(_PRUNING), _KEPT if any(map(described, versions)) else _KEPT_WHOLE))
    spec["versions"] = list(versions)
    for index, version in enumerate(versions):
        if isinstance(version, dict):
            place = ("spec", "versions", index, "schema", "openAPIV3Schema")
            spec["versions"][index], added, asked = _version(version, place, answers, keep=keep)
            notes += added
            questions += asked
    return obj | {"spec": spec}, notes, questions


def _version(
    version: dict[str, Json], place: FieldPath, answers: Answers, *, keep: bool
) -> tuple[Json, list[Note], list[Question]]:
    old = get(version, ("schema", "openAPIV3Schema"))
    if not described(version):
        notes = [] if keep else [Note("repair", show(place), _WANTED)]
        return _with_schema(version, dict(ANYTHING)), notes, []
    status = isinstance(get(version, ("subresources", "status")), dict)
    schema, mended = repair(old)
    notes = _notes(mended, place)
    open_ = check(schema, status=status)
    if open_ and SCHEMA.answered(answers):
        schema, given_up = loosen(schema, status=status)
        notes += _notes(given_up, place, kind="decision")
    elif open_:
        return version, [], [_question(open_, place)]
    if keep:
        schema = keep_unknown(schema)
    return version if schema is old else _with_schema(version, schema), notes, []


def _with_schema(version: dict[str, Json], schema: Json) -> dict[str, Json]:
    held = version.get("schema")
    return version | {"schema": (held if isinstance(held, dict) else {}) | {"openAPIV3Schema": schema}}


def _notes(mended: Sequence[Repair], place: FieldPath, kind: NoteKind = "repair") -> list[Note]:
    """One note for each sort of repair, with the first place and how many more there are."""
    places: dict[str, list[FieldPath]] = {}
    for done in mended:
        word = str(done.path[-1]) if done.path else ""
        places.setdefault(f"{word} {done.message}", []).append(done.path)
    notes = []
    for paths in places.values():
        first = next(done for done in mended if done.path == paths[0])
        others = "1 more place" if len(paths) == 2 else f"{len(paths) - 1} more places"
        more = f" (and in {others})" if len(paths) > 1 else ""
        notes.append(Note(kind, show((*place, *first.path)), first.message + more))
    return notes


def _question(found: Sequence[Violation], place: FieldPath) -> Question:
    first = found[0]
    more = f" (and {len(found) - 1} more like it)" if len(found) > 1 else ""
    why = (
        f"a v1 server refuses the schema: {first.message}{more}; "
        "fix it by hand, or `preserve` drops the constraint and keeps any value there"
    )
    return SCHEMA.question(show((*place, *first.path)), why)


def approve(obj: Json, answers: Answers) -> Settled:
    """The object with the approval that a group of the Kubernetes community must carry."""
    why = unapproved(obj)
    if not why:
        return obj, [], []
    answer = APPROVAL.answered(answers)
    if answer:
        metadata = obj.get("metadata") or {}
        annotations = (metadata.get("annotations") or {}) | {APPROVED: answer}
        done = obj | {"metadata": metadata | {"annotations": annotations}}
        return done, [Note("decision", show(APPROVED_AT), f"set to {answer} as decided")], []
    return obj, [], [APPROVAL.question(show(APPROVED_AT), why)]
