"""Proves on any directory of manifests what kconv promises, without trusting kconv's own checks, and prints counts.

1. Every object the release does not serve ends at a version it serves, or waits for a named decision (5 % at most).
2. Every document that needs nothing is byte-identical; where only names of other objects moved, only their lines go.
3. Every comment is still there.
4. A second run changes nothing.
5. What objects name follows, rights to resources that changed their group included, and in such an object nothing else
   changes, and no right is lost or won.
With --cluster each migrated object is also sent to a real API server; refusals are listed with their cause, and one that
is not the original's own fault fails. The directory is copied, never touched.
    python tests/prove_migration.py DIR --target 1.32 [--cluster] [--truth TSV] [--decide N=V] [--list]
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.cluster.running import running_cluster
from tests.peers import CLUSTER, why_skipped
from tests.proof.acceptance import refusals
from tests.proof.facts import Proof, prove


def prove_copy(directory: Path, target: str, *flags: str) -> Proof:
    """Hold the facts against a copy of a directory."""
    with tempfile.TemporaryDirectory(prefix="kconv-proof-") as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(directory, copy, symlinks=True)
        return prove(copy, target, *flags)


def hold_against_truth(proof: Proof, truth: Path) -> None:
    """Fail for every object of the table that the proof did not meet, and for every one it met that is not in it."""
    rows = [line.split("\t") for line in truth.read_text(encoding="utf-8").splitlines()[1:]]
    wanted = {(row[0], int(row[1]), int(row[2])) for row in rows}
    proof.counts["rows of the truth table"] = len(wanted)
    for where in sorted(wanted ^ proof.old):
        proof.fail("truth", f"{':'.join(map(str, where))} {'was missed' if where in wanted else 'is not in the table'}")


def accept_all(proof: Proof) -> None:
    """Send every migrated object to an API server."""
    with running_cluster() as server:
        refused = list(refusals(server, proof.converted))
    proof.counts["sent to the API server"] = len(proof.converted)
    proof.counts["accepted by the API server"] = len(proof.converted) - len(refused)
    for one in refused:
        proof.counts[f"refused, fault: {one.fault}"] += 1
        proof.listed.append(f"refused: {one}")
        if one.fault == "kconv":
            proof.fail("accepted", one)


def show(proof: Proof, everything: bool) -> None:
    """Print the counts, what contradicts the facts, and on demand what was left or refused."""
    for name, count in proof.counts.items():
        print(f"{count:8}  {name}")
    for line in proof.listed if everything else ():
        print(f"      - {line}")
    for line in proof.failures:
        print(f"FAILED    {line}")
    print(f"{'FAILED' if proof.failures else 'proven'}: {len(proof.failures)} contradictions")


def main() -> int:
    """0 when all facts hold, 1 when one does not, 2 when the proof could not be made."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--target", required=True, help="the release, such as 1.32")
    parser.add_argument("--cluster", action="store_true", help="send every migrated object to a real API server")
    parser.add_argument("--truth", type=Path, help="a table (file, document, line, …) of all that is old")
    parser.add_argument("--list", action="store_true", help="print what was left or refused, each with its cause")
    parser.add_argument(
        "--decide", action="append", default=[], metavar="NAME=VALUE", help="an answer for kconv migrate"
    )
    options = parser.parse_args()
    absent = why_skipped(CLUSTER, "cluster") if options.cluster else ""
    if absent or not options.directory.is_dir():
        print(absent or f"{options.directory} is no directory", file=sys.stderr)
        return 2
    try:
        answers = [f"--decide={answer}" for answer in options.decide]
        proof = prove_copy(options.directory, options.target, *answers)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 2
    if options.truth:
        hold_against_truth(proof, options.truth)
    if options.cluster:
        accept_all(proof)
    show(proof, options.list)
    return int(bool(proof.failures))


if __name__ == "__main__":
    sys.exit(main())
