"""For each kind, how many of kconv's conversions are exact, and the differences of the others.

A conversion is exact if the result is that of Kubernetes' own code. `tests/golden` contains these golden answers.
    python tools/golden_rates.py                                 every kind
    python tools/golden_rates.py --kind Ingress --show 3         the pairs of one kind, with their first differences
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.golden.rates import Rate, convert, identity, rate
from tests.golden.registered import has_both
from tests.golden.vectors import Pair, golden, read


def _print_kinds(rates: list[Rate]) -> None:
    print(f"{'kind':34}{'answers':>8}{'exact':>7}{'known':>7}{'%':>7}   pair-modes exact")
    for kind in sorted({score.pair.kind for score in rates}):
        _print_line(kind, [score for score in rates if score.pair.kind == kind])
    _print_line("all", rates)


def _print_line(name: str, rates: list[Rate]) -> None:
    answers, exact, explained = (sum(getattr(r, a) for r in rates) for a in ("answers", "exact", "explained"))
    whole = sum(not score.misses for score in rates)
    percent = 100 * (exact + explained) / max(answers, 1)
    print(f"{name:34}{answers:8}{exact:7}{explained:7}{percent:7.1f}   {whole} of {len(rates)}")


def _print_pairs(rates: list[Rate], show: int) -> None:
    for score in rates:
        good = score.exact + score.explained
        print(f"{good:4} of {score.answers:<4} {score.pair.source} -> {score.pair.target} ({score.pair.mode})")
        for name, why in score.misses[:show]:
            print(f"        {name}")
            print("".join(f"            {line}\n" for line in why[:12]), end="")
    reasons = Counter(line.split(": Kubernetes")[0] for score in rates for _, why in score.misses for line in why)
    for path, count in reasons.most_common(15):
        print(f"{count:6} x {path}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", action="append", help="only this kind (may be repeated), pair by pair")
    parser.add_argument("--mode", choices=["none", "all"], help="only this policy for defaults")
    parser.add_argument("--from", dest="source", help="only this source apiVersion")
    parser.add_argument("--to", dest="target", help="only this target apiVersion")
    parser.add_argument("--show", type=int, default=1, metavar="N", help="misses to print for each pair (default 1)")
    parser.add_argument("--vectors", type=Path, help="a folder of fresh vectors instead of tests/golden")
    parser.add_argument("--identity", action="store_true", help="rewrite apiVersion alone: the rate to beat")
    parser.add_argument("--registered", action="store_true", help="leave out kinds that kconv has no rules for")
    parser.add_argument("--fail", action="store_true", help="exit 1 when a single answer is missed")
    return parser.parse_args()


def _wanted(pair: Pair, options: argparse.Namespace) -> bool:
    asked = ((options.mode, pair.mode), (options.source, pair.source), (options.target, pair.target))
    return all(wish in (None, value) for wish, value in asked) and (not options.kind or pair.kind in options.kind)


def main() -> int:
    """Print the rates. Returns 1 with --fail if a conversion is not exact, and 2 if nothing was compared."""
    options = _arguments()
    answers = read(options.vectors) if options.vectors else golden()
    pairs = [pair for pair in sorted(answers) if _wanted(pair, options)]
    if options.registered:
        pairs = [pair for pair in pairs if has_both(pair)]
    rates = [rate(pair, answers[pair], identity if options.identity else convert) for pair in pairs]
    if options.kind:
        _print_pairs(rates, options.show)
    _print_kinds(rates)
    if not rates:
        return 2
    return int(options.fail and any(score.misses for score in rates))


if __name__ == "__main__":
    sys.exit(main())
