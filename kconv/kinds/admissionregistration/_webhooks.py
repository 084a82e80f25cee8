"""What both webhook configurations share: v1 calls fewer things safe to leave out than v1beta1 did.

A webhook that v1beta1 ignored when it failed would block requests in v1, and the v1 server takes none whose side
effects are not declared: https://kubernetes.io/docs/reference/using-api/deprecation-guide/#webhook-resources-v122
"""

from __future__ import annotations

from kconv.errors import Question
from kconv.notes import Note
from kconv.rules import Answers, At, Decision, Default, Derived, Json, Repair, Requires, Rule, Settled

# Without service or url no server takes a webhook, so one that has neither is a patch.
WHOLE = ("webhooks[].clientConfig", "webhooks[].clientConfig.service|url?")
LIST_KEYS = {"webhooks": ("name",), "webhooks[].matchConditions": ("name",)}

SHARED = At(
    "webhooks[]",
    [
        Default("namespaceSelector", {}),
        Default("objectSelector", {}),
        Default("clientConfig.service?.port", 443),
        Default("rules[].scope", "*", zero=False),
    ],
    shared=True,
)
SIDE_EFFECTS = Decision(
    "webhook.sideEffects",
    "A webhook whose sideEffects are absent, Some or Unknown. v1 does not accept these, and only the author of the "
    "webhook knows which answer is right.",
    {
        "None": "It changes nothing but the object under review.",
        "NoneOnDryRun": "It has side effects, but none when the request is a dry run.",
    },
)
NAMES = Decision(
    "webhook.names",
    "Two webhooks with the same name in a configuration, which v1 refuses.",
    {"number": "The second becomes `name-2.example.com`, and so on."},
)
REINVOCATION = At("webhooks[]", [Default("reinvocationPolicy", "Never", zero=False)], shared=True)


def _policies(failure: str, match: str, seconds: int) -> list[Rule]:
    return [
        Default("failurePolicy", failure, zero=False),
        Default("matchPolicy", match, zero=False),
        Default("timeoutSeconds", seconds),
    ]


V1BETA1: list[Rule] = [
    SHARED,
    At(
        "webhooks[]",
        [
            *_policies("Ignore", "Exact", 30),
            Default("sideEffects", "Unknown", zero=False),
            Derived("admissionReviewVersions", lambda _: ["v1beta1"], says="[v1beta1]", empty=True, reads=()),
        ],
    ),
]


def _numbered(name: str, taken: set[str]) -> str:
    """The name with the lowest number that makes it unique; its domain stays."""
    first, dot, domain = name.partition(".")
    number = 2
    while f"{first}-{number}{dot}{domain}" in taken:
        number += 1
    return f"{first}-{number}{dot}{domain}"


def _unique_names(obj: Json, answers: Answers) -> Settled:
    webhooks = obj.get("webhooks")
    if not isinstance(webhooks, list):
        return obj, [], []
    taken = {hook["name"] for hook in webhooks if isinstance(hook, dict) and isinstance(hook.get("name"), str)}
    out, seen = list(webhooks), set[str]()
    notes: list[Note] = []
    questions: list[Question] = []
    for index, hook in enumerate(webhooks):
        name = hook.get("name") if isinstance(hook, dict) else None
        if not isinstance(name, str) or not name:
            continue
        if name not in seen:
            seen.add(name)
            continue
        path = f"webhooks[{index}].name"
        if not NAMES.answered(answers):
            why = f"v1 refuses two webhooks with the same name ({name})"
            questions.append(NAMES.question(path, why))
            continue
        new = _numbered(name, taken)
        taken.add(new)
        out[index] = {**hook, "name": new}
        notes.append(Note("decision", path, f"named {new} as decided: v1 refuses two webhooks with the same name"))
    return ({**obj, "webhooks": out} if notes else obj), notes, questions


V1: list[Rule] = [
    SHARED,
    At(
        "webhooks[]",
        [
            *_policies("Fail", "Equivalent", 10),
            Requires(
                "sideEffects",
                SIDE_EFFECTS,
                why="v1 accepts only webhooks with no side effects, or with none on dry run",
            ),
        ],
    ),
    Repair(
        _unique_names,
        says=["webhooks[].name: v1 refuses duplicate names (decision webhook.names)"],
        decisions=[NAMES],
    ),
]
