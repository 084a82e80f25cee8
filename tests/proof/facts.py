"""The five facts that a migration of real manifests must show, each judged without kconv's own code."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

import yaml

from tests.proof import references
from tests.proof.acceptance import plain
from tests.proof.comments import comments
from tests.proof.documents import Found, decode, documents, lines_of, manifest_files, objects, repeats_a_key
from tests.proof.run import Run, migrate, snapshot
from tests.proof.served import is_builtin, is_served

MAY_WAIT = 0.05
"""The share of objects with a successor that may wait for a person's decision."""
REWRITTEN = ("migrated", "fragment")
_LAYER = re.compile(r"(?:kustomization\.ya?ml|Kustomization):\d+: ")
"""The line that an object waits for."""
_STALE = re.compile(r"v\d+(?:alpha|beta)\d+|\bextensions\b")
"""What stands in a line that names something old: a version that is not stable, or the group that was dissolved."""


@dataclass(slots=True)
class Proof:
    """Counts by name, and everything that contradicts a fact."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    converted: list[tuple[Found, Found, str]] = field(default_factory=list)
    old: set[tuple[str, int, int]] = field(default_factory=set)
    """Where the plain objects stand that the target does not serve."""

    def fail(self, fact: str, what: object) -> None:
        """Record a contradiction."""
        self.failures.append(f"{fact}: {what}")


def prove(root: Path, target: str, *flags: str) -> Proof:
    """Migrate a directory twice (it is changed: give a copy) and hold the five facts against what became of it."""
    proof = Proof()
    before = snapshot(root)
    run = migrate(root, target, *flags)
    after = snapshot(root)
    if before.keys() != after.keys():
        proof.fail("files", f"came or went: {sorted(before.keys() ^ after.keys())}")
    manifests = set(manifest_files(root))
    for name in sorted(before.keys() & after.keys()):
        proof.counts["files"] += 1
        if name in manifests:
            _judge_file(proof, run, target, name, before[name], after[name])
        elif before[name] != after[name]:
            proof.fail("identical", f"{name} is no manifest and was changed")
    _judge_decisions(proof)
    _judge_second_run(proof, migrate(root, target, *flags), after, snapshot(root))
    return proof


def _judge_file(proof: Proof, run: Run, target: str, name: str, before: bytes, after: bytes) -> None:
    entries = run.by_file.get(name, [])
    if before != after and not any(entry["status"] in REWRITTEN for entry in entries):
        proof.fail("identical", f"{name} was changed, and the report tells of no migrated object in it")
    proof.counts["files changed"] += before != after
    try:
        text = decode(before)
        olds = objects(name, text)
    except (yaml.YAMLError, UnicodeDecodeError):
        proof.counts["files that are not plain YAML"] += 1
        if before != after:
            proof.fail("identical", f"{name} is not plain YAML and was changed")
        return
    proof.counts["objects"] += len(olds)
    try:
        new_text = decode(after)
        news = objects(name, new_text)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        proof.fail("served", f"{name} is no YAML any more: {error}")
        return
    _judge_objects(proof, run, target, olds, news, new_text)
    _judge_names(proof, run, target, olds, news, text)
    _judge_comments(proof, name, text, new_text)
    _judge_untouched(proof, run, name, text, new_text)


def _judge_objects(proof: Proof, run: Run, target: str, olds: list[Found], news: list[Found], new_text: str) -> None:
    """Fact 1: what the target does not serve ends at a version it serves, or is reported as what it is."""
    for old, new in zip_longest(olds, news):
        if old is None or new is None or (old.kind, old.name) != (new.kind, new.name):
            proof.fail("served", f"{old} became {new}")
            return
        if not is_builtin(old.api_version, old.kind) or is_served(old.api_version, old.kind, target):
            if old.api_version != new.api_version:
                proof.fail("served", f"{old} needed nothing and became {new.api_version}")
            continue
        proof.counts["objects that the target does not serve"] += 1
        proof.old.add(old.where)
        if old.api_version == new.api_version:
            _judge_left(proof, run, old)
        elif is_served(new.api_version, new.kind, target):
            _judge_rewritten(proof, run, old, new, new_text)
        else:
            proof.fail("served", f"{old} became {new.api_version}, which {target} does not serve")


def _judge_rewritten(proof: Proof, run: Run, old: Found, new: Found, new_text: str) -> None:
    proof.counts["migrated"] += 1
    if run.status(old.where) == "fragment":
        # A patch is right when it fits its base; no server would take it by itself.
        proof.counts["migrated fragments"] += 1
    else:
        proof.converted.append((old, new, _document_at(new_text, new.line)))


def _judge_left(proof: Proof, run: Run, old: Found) -> None:
    entry = run.entries.get(old.where)
    status = entry["status"] if entry else "missed"
    notes = "; ".join(note["message"] for note in entry["notes"]) if entry else ""
    if status == "decision" and "--decide" in notes:
        proof.counts["waiting for a named decision"] += 1
    elif status == "no-successor":
        proof.counts[status] += 1
    elif status == "waits" and _LAYER.search(notes):
        proof.counts["waiting for what kustomize lays over it"] += 1
    elif status == "templated":
        # Some chart templates happen to be plain YAML; they are no plain documents all the same.
        proof.counts["in templates that are plain YAML"] += 1
        proof.old.discard(old.where)
    elif status == "error" and repeats_a_key(old.node):
        proof.counts["refused: says a key twice"] += 1
    elif status == "missed" and _hidden(old):
        proof.counts["in a hidden folder"] += 1
    else:
        proof.fail("served", f"{old} was left, status {status}: {notes}")
        return
    proof.listed.append(f"{old}: {status}: {notes}")


def _judge_names(proof: Proof, run: Run, target: str, olds: list[Found], news: list[Found], text: str) -> None:
    """Fact 5: what objects name follows, where the target serves it by another version; and nothing else changes."""
    for old, new in zip(olds, news, strict=False):
        status = run.status(old.where)
        if old.api_version == new.api_version and status in REWRITTEN:
            proof.counts["objects of which only what they name was migrated"] += 1
            for problem in references.wrong(plain(old.node), plain(new.node), target):
                proof.fail("names", f"{old}: {problem}")
        elif old.api_version == new.api_version and status == "unchanged" and not _same(old, new):
            proof.fail("names", f"{old} was changed, and the report does not tell")
        if status in (*REWRITTEN, "unchanged") and "{{" not in text and not _hidden(old):
            try:
                value = plain(new.node)
            except yaml.constructor.ConstructorError:
                proof.counts["objects that no JSON can hold"] += 1
                continue
            for problem in references.left(value, target):
                proof.fail("names", f"{new}: {problem}")


def _same(old: Found, new: Found) -> bool:
    return yaml.serialize(old.node) == yaml.serialize(new.node)


def _hidden(found: Found) -> bool:
    return any(part.startswith(".") for part in Path(found.file).parts)


def _judge_decisions(proof: Proof) -> None:
    waiting = proof.counts["waiting for a named decision"]
    if waiting > MAY_WAIT * (proof.counts["migrated"] + waiting):
        proof.fail("served", f"{waiting} objects wait for a decision, more than {MAY_WAIT:.0%}")


def _judge_untouched(proof: Proof, run: Run, name: str, before: str, after: str) -> None:
    """Fact 2: a document in which nothing was migrated is byte-identical; where only names were, only their lines go."""
    entries = [entry for entry in run.by_file.get(name, ()) if entry["status"] in REWRITTEN]
    rewritten = {entry["line"] for entry in entries}
    converted = {entry["line"] for entry in entries if entry["from"] != entry["to"]}
    olds, news = documents(before), documents(after)
    if len(olds) != len(news):
        proof.fail("identical", f"{name} has {len(news)} documents instead of {len(olds)}")
        return
    end = 0
    for old, new in zip(olds, news, strict=True):
        start, end = end, end + lines_of(old)
        if old == new:
            proof.counts["documents byte-identical"] += 1
        elif not any(start < line <= end for line in rewritten):
            proof.fail("identical", f"{name}:{start + 1} needed nothing and was changed")
        elif not any(start < line <= end for line in converted):
            line = references.line_gone(old, new, _STALE.search)
            if line is not None:
                proof.fail("identical", f"{name}: only names moved, and this line is gone: {line!r}")


def _judge_comments(proof: Proof, name: str, before: str, after: str) -> None:
    """Fact 3: every comment is still there."""
    olds, news = comments(before), comments(after)
    proof.counts["comments"] += olds.total()
    proof.counts["comments in changed files"] += olds.total() if before != after else 0
    for comment in (olds - news).elements():
        proof.fail("comments", f"{name} lost {comment!r}")
    for comment in (news - olds).elements():
        proof.fail("comments", f"{name} gained {comment!r}")


def _judge_second_run(proof: Proof, run: Run, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Fact 4: a second run changes nothing and does not claim to."""
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            proof.fail("second run", f"{name} was changed again")
    for entry in run.entries.values():
        if entry["status"] in REWRITTEN:
            proof.fail("second run", f"{entry['file']}:{entry['line']} is {entry['status']} again")


def _document_at(text: str, line: int) -> str:
    """The text of the document that holds a line."""
    end = 0
    for document in documents(text):
        end += lines_of(document)
        if line <= end:
            return document
    return text
