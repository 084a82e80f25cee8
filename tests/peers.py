"""Where the programs live that kconv is proven against: Kubernetes' own code, built from Go modules into a cache.

They take minutes to build, so no test builds them; a test that needs one is skipped with the command that builds it.
"""

from __future__ import annotations

import os
from pathlib import Path

CLUSTER = ("etcd", "kube-apiserver", "kubectl")
E2E = (*CLUSTER, "kube-controller-manager", "backup-webhook", "review-load")
MODS = Path(__file__).parent / "oracle/mods"
"""The modules that pin.sh pins, a folder a release: what an oracle is built from."""
_PINNED = sorted(tuple(map(int, path.name.split("."))) for path in MODS.glob("[0-9]*"))
ORACLES = tuple(f"oracle-{'.'.join(map(str, patch))}" for patch in _PINNED)
"""Those that the project pins, the oldest release's first."""


def bin_dir() -> Path:
    """$KCONV_BIN, else the cache folder that .ci/build-peers fills."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("KCONV_BIN") or cache / "kconv" / "bin")


def missing(names: tuple[str, ...]) -> list[str]:
    """Those of the programs that are not built yet."""
    return [name for name in names if not os.access(bin_dir() / name, os.X_OK)]


def why_skipped(names: tuple[str, ...], what: str) -> str:
    """What to tell a person when some are missing, with the command that mends it; "" when all are there.

    Raises RuntimeError where KCONV_PEERS=required says that none may be missing.
    """
    absent = missing(names)
    if absent and os.environ.get("KCONV_PEERS") == "required":
        raise RuntimeError(f"{', '.join(absent)} not in {bin_dir()}, and KCONV_PEERS=required: the gate skips nothing")
    return f"{', '.join(absent)} not in {bin_dir()}: build with `bash .ci/build-peers {what}`" if absent else ""
