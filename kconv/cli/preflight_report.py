"""What a preflight found, for a person to mend or a program to stop at."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from kconv.cluster.trial import OUTCOMES
from kconv.engine.stash import LIMIT, WARN
from kconv.paths import show
from kconv.report.counts import counted
from kconv.report.style import printable

if TYPE_CHECKING:
    from kconv.cluster.preflight import Tried
    from kconv.cluster.trial import Trial
    from kconv.pipeline.roundtrip.outcomes import Loss

_FINE = ("passes", "stashed", "dropped")


class PreflightReport:
    """The text for people. ``found`` is whether an object needs attention."""

    def __init__(self, write: Callable[[str], object], *, quiet: bool = False, verbose: bool = False) -> None:
        self.write, self.quiet, self.verbose = write, quiet, verbose
        self.found = False
        self.counts: dict[str, dict[str, int]] = {}
        """The objects of each resource by their outcome."""
        self.definitions: dict[str, str] = {}
        """The definitions that the cluster does not have, by their resource."""
        self.largest = 0

    def begin(self, resource: str) -> None:
        """The objects from here on are those of a resource."""
        self.resource = resource
        self.counts.setdefault(resource, dict.fromkeys(OUTCOMES, 0))

    def absent(self, definition: str) -> None:
        """The cluster has no definition of the resource: it may be another cluster than the one that is meant."""
        self.definitions[self.resource] = definition

    def add(self, tried: Tried) -> None:
        """Count an object, and write what is found of it."""
        self.counts[self.resource][tried.outcome] += 1
        self.found |= tried.outcome not in _FINE
        self.largest = max(self.largest, *(trial.annotations for trial in tried.trials))
        self.object(tried)

    def object(self, tried: Tried) -> None:
        """Write the findings of one object."""
        for trial in tried.trials:
            for text in _texts(trial, tried.api_version, stashes=self.verbose):
                self.write(f"{printable(tried.label)}  {tried.kind}  {printable(text)}\n")

    def close(self) -> None:
        """Write a line for each resource."""
        for resource, definition in self.definitions.items():
            self.write(f"{resource}: the cluster has no definition {definition}, and no objects\n")
        if self.quiet:
            return
        for resource, counts in self.counts.items():
            if resource not in self.definitions:
                self.write(f"{resource}: {_summary(counts)}\n")
        if self.largest:
            self.write(f"annotations count as {self.largest:,} of {LIMIT:,} bytes at most, with kubectl apply's copy\n")


class PreflightJson(PreflightReport):
    """``{"objects": […], "summary": {…}}``, an object a line: those that pass are only counted."""

    opened = False

    def object(self, tried: Tried) -> None:
        """Write one object."""
        if tried.outcome == "passes":
            return
        self.write((",\n  " if self.opened else '{"objects": [\n  ') + json.dumps(_fields(tried)))
        self.opened = True

    def close(self) -> None:
        """Write the summary; without it the report is cut off, and not valid JSON."""
        summary = {
            "resources": self.counts,
            "absent": [*self.definitions],
            "largestAnnotationsBytes": self.largest,
            "limitBytes": LIMIT,
        }
        self.write(("\n]" if self.opened else '{"objects": []') + f', "summary": {json.dumps(summary)}}}\n')


REPORTS: dict[str, type[PreflightReport]] = {"text": PreflightReport, "json": PreflightJson}


def _texts(trial: Trial, own: str, *, stashes: bool) -> Iterator[str]:
    """What is found of an object in a version, a line each."""
    place = f"{trial.version}: " if trial.version == own else f"through {trial.version}: "
    if trial.why:
        yield f"{place}cannot be converted: {trial.why}"
    yield from (f"{place}does not come back: {_loss(loss)}" for loss in trial.losses)
    yield from (f"{place}{note.path} is {note.message}" for note in trial.dropped)
    yield from (f"{place}invalid: {finding}" for finding in trial.invalid)
    yield from (f"{place}no rule can read {each.path} of {each.version}: {each.why}" for each in trial.misfits)
    if trial.stash and (stashes or trial.annotations >= WARN):
        size = f"its annotations count as {trial.annotations:,} of {LIMIT:,} bytes"
        yield f"{place}has a stash of {trial.stash:,} bytes; {size}"


def _loss(loss: Loss) -> str:
    return f"{loss.path}: {loss.before or 'absent'} becomes {loss.after or 'absent'}"


def _summary(counts: dict[str, int]) -> str:
    words = {
        "passes": "pass",
        "stashed": "come back by the stash",
        "dropped": "lose what rules drop",
        "misfit": "with values that no rule can read",
        "invalid": "invalid",
        "lost": "that do not come back",
        "refused": "that cannot be converted",
    }
    total = counted(sum(counts.values()), "object", "objects")
    return (
        f"{total}: {', '.join(f'{counts[each]:,} {words[each]}' for each in OUTCOMES if counts[each])}"
        if total
        else "no objects"
    )


def _fields(tried: Tried) -> dict[str, Any]:
    return {
        "kind": tried.kind,
        "namespace": tried.namespace,
        "name": tried.name,
        "apiVersion": tried.api_version,
        "status": tried.outcome,
        "versions": [_version(trial) for trial in tried.trials],
    }


def _version(trial: Trial) -> dict[str, Any]:
    return {
        "version": trial.version,
        "status": trial.outcome,
        "invalid": [{"path": show(each.path), "message": each.message} for each in trial.invalid],
        "misfits": [each._asdict() for each in trial.misfits],
        "dropped": [{"path": each.path, "message": each.message} for each in trial.dropped],
        "losses": [
            {"path": each.path, "before": each.before or None, "after": each.after or None} for each in trial.losses
        ],
        "stashBytes": trial.stash,
        "annotationsBytes": trial.annotations,
        "message": trial.why,
    }
