"""Write docs/decisions.md from the decisions that the rules declare, so that no question is without its page.

python tools/gen_decision_reference.py            write the file
python tools/gen_decision_reference.py --check    exit 1 if the file is not what the rules give (CI)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from pages import ROOT, write_or_check

sys.path.insert(0, str(ROOT))

from kconv.kinds.decisions import Declared, declared

HEAD = """# Decisions

Written by tools/gen_decision_reference.py from the rules; do not edit.

A decision is a question that no manifest answers and that kconv will not guess: its target's server would refuse the
result, or something would be lost. Until it is answered the document stays as it was, the report names the question,
and the run ends with [exit code 2](exit-codes.md). An answer holds for every document of a run:

<!-- exit: 1 -->
```sh
kconv migrate examples/shop --target 1.32 --decide webhook.sideEffects=None
```

or for every run, in `kconv.toml`; a flag wins over it:

```toml
[decisions]
"webhook.sideEffects" = "None"
```

Documents that need different answers are migrated in several runs, each over its own paths. A name that is none of
these, or an answer that the question does not take, is an error.
"""


def reference() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(line for one in declared().values() for line in _section(one))])


def _section(one: Declared) -> Iterator[str]:
    decision = one.decision
    yield f"## {decision.name}\n"
    yield f"{decision.asks}\n"
    if decision.answers:
        yield "| answer | meaning |\n|---|---|"
        yield from (f"| `{answer}` | {meaning} |" for answer, meaning in decision.answers.items())
    else:
        yield f"Answer: {decision.text}."
    yield f"\nAsked for: {', '.join(one.kinds) or 'any kind'}.\n"


if __name__ == "__main__":
    sys.exit(write_or_check(ROOT / "docs/decisions.md", reference(), __doc__))
