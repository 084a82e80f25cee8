"""Add a release to schemas/, tools/data/ and the pages, from its packages.

    python tools/add_release.py RELEASE

Gets Kubernetes' newest patch of the release (such as 1.32) from the Go proxy, and kubernetes-validate from PyPI. Pins
and builds the oracle (tests/oracle), runs every refresh_*.py and build_*.py in their order, updates the pages, and
prints what the release changed. Requires Go 1.26 and takes about ten minutes. Run it again for a newer patch of the
newest release.

If a package is not available, it names the package, writes nothing and exits with 1. If two sources disagree about the
release, it writes everything and exits with 1; tools/data/disagreements.tsv then needs the reason.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import release_packages
from release_packages import MissingError

from tests.peers import MODS, bin_dir

ROOT = Path(__file__).parents[1]
PACKAGES = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kconv/packages"
PAGES = ("command", "rule", "decision", "exactness")

Step = list[str | Path]


def steps(before: str, kubernetes: str) -> list[Step]:
    """The steps, in order, for a patch of the new release and the patch of the previous one.

    Structure and catalog are built twice: the oracles are asked about the fields of the new release, and the structure
    contains the defaults that they report.
    """
    oracle = f"{kubernetes}={bin_dir() / f'oracle-{kubernetes}'}"
    build = [tool("build_structure", "--packages", PACKAGES), tool("build_catalog")]
    return [
        ["bash", "tests/oracle/pin.sh", kubernetes],
        ["bash", ".ci/build-peers", "oracle"],
        tool("refresh_catalog", "--packages", PACKAGES, "--oracle", oracle),
        tool("refresh_resources", kubernetes),
        tool("refresh_lifecycle", before, kubernetes),
        tool("refresh_enums", kubernetes),
        tool("refresh_patched", "--packages", PACKAGES, kubernetes),
        tool("refresh_zones"),
        *build,
        tool("refresh_defaults"),
        *build,
        *(tool(f"gen_{page}_reference") for page in PAGES),
    ]


def tool(name: str, *arguments: str | Path) -> Step:
    return [sys.executable, f"tools/{name}.py", *arguments]


def run(step: Step) -> int:
    """Print a step and run it; returns its exit code."""
    print("\n$", *("python" if word == sys.executable else word for word in step), flush=True)
    return subprocess.run(step, cwd=ROOT).returncode


def unpin(kubernetes: str) -> None:
    """Remove the oracles of other patches of the release."""
    for pinned in MODS.glob(f"{kubernetes.rpartition('.')[0]}.*"):
        if pinned.name != kubernetes:
            shutil.rmtree(pinned)


def add(minor: int) -> int:
    rows = release_packages.bring(minor, PACKAGES)
    *_, before, release = rows
    print(f"{release.release} from k8s.io/kubernetes v{release.kubernetes}, kubernetes-validate {release.package}")
    release_packages.write(rows)
    unpin(release.kubernetes)
    for step in steps(before.kubernetes, release.kubernetes):
        # build_catalog.py exits with 1 if sources disagree, which is reported again below.
        if run(step) and "tools/build_catalog.py" not in step:
            print(
                f"\n{release.release} is half written: mend what the step above says, and run this again",
                file=sys.stderr,
            )
            return 1
    run(tool("release_changes", release.release))
    return run(tool("build_catalog", "--check"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("release", metavar="RELEASE", help="a minor release, such as 1.32")
    release = parser.parse_args().release
    if not re.fullmatch(r"1\.\d+", release):
        parser.error(f"{release} is not a minor release, such as 1.32")
    if shutil.which("go") is None:
        parser.error("go is not on PATH: install Go 1.26")
    try:
        return add(int(release.partition(".")[2]))
    except MissingError as missing:
        print(f"nothing was written:\n{missing}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
