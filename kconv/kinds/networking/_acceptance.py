"""What a server refuses in an Ingress of v1 and took in one of v1beta1.

pkg/apis/networking/validation of Kubernetes 1.19 to 1.37: ``allowInvalidSecretName`` and
``allowInvalidWildcardHostRule`` are true for requests of v1beta1, which looked at no path of a wildcard host.
"""

from __future__ import annotations

import re

from kconv.notes import Note
from kconv.placeholders import has_placeholder
from kconv.rules import Answers, At, Decision, Json, Repair, Rule, Settled
from kconv.values import put

_LABEL = r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*")
_STRICT = ("Exact", "Prefix")
_REFUSED = ("//", "/./", "/../", "%2f", "%2F")
_REFUSED_END = ("/..", "/.")


def _is_secret(name: str) -> bool:
    return _SUBDOMAIN.fullmatch(name) is not None


def _is_path(path: str) -> bool:
    return path.startswith("/") and not _misled(path)


def _misled(path: str) -> str:
    """What an exact path or a prefix must not hold, "" if it does not."""
    ends = (end for end in _REFUSED_END if path.endswith(end))
    return next((part for part in _REFUSED if part in path), "") or next(ends, "")


SECRET = Decision(
    "ingress.secret",
    "A `tls[].secretName` that is not a valid name of a Secret. v1beta1 accepts it, and v1 does not.",
    text="the name of the Secret",
    fits=_is_secret,
)
PATH = Decision(
    "ingress.path",
    "An invalid path of a wildcard host. v1beta1 does not check it, and v1 refuses it.",
    text="a path that begins with `/`",
    fits=_is_path,
)


def _secret(entry: Json, answers: Answers) -> Settled:
    name = entry.get("secretName")
    if not isinstance(name, str) or not name or _is_secret(name) or has_placeholder(name):
        return entry, [], []
    answer = SECRET.answered(answers)
    if answer is None:
        why = f"{name!r} is not the name of a Secret (lower-case letters, digits, `-` and `.`): v1 refuses it"
        return entry, [], [SECRET.question("secretName", why)]
    return put(entry, ("secretName",), answer), [Note("decision", "secretName", f"set to {answer} as decided")], []


def _paths(rule: Json, answers: Answers) -> Settled:
    """The paths of a rule, which count from v1 on where its host has a wildcard."""
    host, http = rule.get("host"), rule.get("http")
    listed = http.get("paths") if isinstance(http, dict) else None
    if not isinstance(host, str) or "*" not in host or not isinstance(listed, list):
        return rule, [], []
    notes, questions, answer = [], [], PATH.answered(answers)
    for index, entry in enumerate(listed):
        why, place = _refusal(entry) if isinstance(entry, dict) else "", f"http.paths[{index}].path"
        if why and answer is None:
            questions.append(PATH.question(place, why))
        elif why:
            rule = put(rule, ("http", "paths", index, "path"), answer)
            notes.append(Note("decision", place, f"set to {answer} as decided"))
    return rule, notes, questions


def _refusal(entry: Json) -> str:
    """Why a v1 server refuses a path, "" if it takes it."""
    path, strict = entry.get("path") or "", entry.get("pathType") in _STRICT
    if not isinstance(path, str) or has_placeholder(path):
        return ""
    if not path.startswith("/") and (path or strict):
        return f"v1 requires the path {path!r} to begin with /"
    found = _misled(path) if strict else ""
    return f"v1 refuses {found} in the path {path!r}" if found else ""


ACCEPTED: list[Rule] = [
    At(
        "spec.tls[]",
        [
            Repair(
                _secret,
                says=["secretName must be a valid name of a Secret (decision ingress.secret)"],
                decisions=[SECRET],
                of_parts=True,
            )
        ],
    ),
    At(
        "spec.rules[]",
        [
            Repair(
                _paths,
                says=["paths of a wildcard host must be valid in v1 (decision ingress.path)"],
                decisions=[PATH],
                of_parts=True,
            )
        ],
    ),
]
