"""Backup: a line that became two fields, fields that became objects, an enum in other words, a list keyed by name, a
field that is kept and one that is dropped. v2 came later, and no line of the others changed.
"""

from __future__ import annotations

from typing import Any, Final

from kconv.engine import Kind
from kconv.rules import At, Dropped, Kept, Lacks, Move, Rule, Split, Values
from tests.declared.nodes import NUMBER, QUANTITY, STRING, TIME, TRUTH, fields, items, whole, word

Json = Any
GROUP: Final = "backup.acme.io"

V1BETA1: list[Rule] = [  # since v1alpha1
    Split("spec.target", "s3://{spec.destination.bucket}[/{spec.destination.path}]"),
    Move("spec.secret", "spec.secretRef.name"),
    Move("spec.keep", "spec.retention.count"),
    Move("spec.onFailure", "spec.retryPolicy"),
    Values("spec.retryPolicy", [("ALWAYS", "Always"), ("RETRY", "OnFailure"), ("NEVER", "Never")], says="it was written in capitals"),
    At("spec.hooks[]", [
        Move("cmd", "command"),
        Move("after", "when"),
        Values("when", [(True, "After"), (False, "Before")], says="after: true is when: After"),
    ]),
    Move("status.state", "status.phase"),
    Kept("spec.checksum", why="copies are sha256 now; who reads v1alpha1 still sees what was written"),
    Dropped("spec.verbose", why="no controller has ever read it"),
]  # fmt: skip
V1: list[Rule] = [  # since v1beta1
    Move("spec.secretRef", "spec.credentials"),
    At("spec.hooks[]", [Move("command", "exec.command")]),
]
V2: list[Rule] = [  # since v1
    Move("spec.credentials", "spec.auth"),
    Move("spec.retention.count", "spec.keepCount"),
    Move("spec.retention.maxAge", "spec.keepFor"),
    Kept("spec.retryPolicy", why="the controller decides"),
    Kept("spec.maxSize", why="unused"),
    Kept("spec.maxUnavailable", why="unused"),
]
NEW: dict[str, list[Rule]] = {
    "v1beta1": [Lacks("spec.destination", "spec.retention.maxAge", "spec.secretRef.key", "spec.maxUnavailable")],
    "v1": [Lacks("spec.suspend", "status.conditions")],
    "v2": [Lacks("spec.parallel")],
}
"""Fields that came with a version; the models will say so."""


def kind(hub: str, *versions: str) -> Kind:
    """Backup with some of its versions, the oldest first, seen from one of them."""
    rules = {"v1beta1": V1BETA1, "v1": V1, "v2": V2}
    changes = {f"{GROUP}/{one}": [*NEW.get(one, ()), *rules.get(one, ())] for one in versions}
    return Kind.of_changes("Backup", f"{GROUP}/{hub}", changes, list_keys={"spec.hooks": ("name",)})


KEY, WORDS = fields("name", name=STRING, key=STRING), items(STRING)
DESTINATION = fields("bucket", bucket={**STRING, "pattern": "^[a-z0-9]+$"}, path={**STRING, "pattern": "^[a-z]+$"})
RETENTION = fields(count=NUMBER, maxAge=STRING)
RETRY = word("Always", "OnFailure", "Never")
PHASE = word("Pending", "Running", "Done", "Failed")
STATUS = fields(phase=PHASE, lastBackupTime=TIME)
CONDITION = fields("type", "status", type=STRING, status=word("True", "False", "Unknown"), message=STRING)
HOOK = {"name": STRING, "when": word("Before", "After"), "timeout": STRING}
EXEC = items(fields("name", "exec", **HOOK, exec=fields("command", command=WORDS)), "name")
LIMITS = {"maxSize": QUANTITY, "maxUnavailable": QUANTITY}
SCHEMAS: dict[str, Json] = {
    "v1alpha1": whole(
        fields(
            "schedule", "target", "secret",
            schedule=STRING, target={**STRING, "pattern": "^s3://[a-z0-9]+(/[a-z]+)?$"}, secret=STRING, keep=NUMBER,
            onFailure=word("ALWAYS", "RETRY", "NEVER"), maxSize=QUANTITY, checksum=word("md5", "sha1"), verbose=TRUTH,
            hooks=items(fields("name", "cmd", name=STRING, cmd=WORDS, after=TRUTH, timeout=STRING), "name"),
        ),
        fields(state=PHASE, lastBackupTime=TIME),
    ),
    "v1beta1": whole(
        fields(
            "schedule", "destination", "secretRef",
            schedule=STRING, destination=DESTINATION, secretRef=KEY, retention=RETENTION, retryPolicy=RETRY, **LIMITS,
            hooks=items(fields("name", "command", **HOOK, command=WORDS), "name"),
        ),
        STATUS,
    ),
    "v1": whole(
        fields(
            "schedule", "destination", "credentials",
            schedule=STRING, destination=DESTINATION, credentials=KEY, retention=RETENTION, retryPolicy=RETRY, **LIMITS,
            hooks=EXEC, suspend=TRUTH,
        ),
        {**STATUS, "properties": {**STATUS["properties"], "conditions": items(CONDITION, "type")}},
    ),
    "v2": whole(
        fields(
            "schedule", "destination", "auth",
            schedule=STRING, destination=DESTINATION, auth=KEY, keepCount=NUMBER, keepFor=STRING, hooks=EXEC,
            suspend=TRUTH, parallel=NUMBER,
        ),
        {**STATUS, "properties": {**STATUS["properties"], "conditions": items(CONDITION, "type")}},
    ),
}  # fmt: skip
