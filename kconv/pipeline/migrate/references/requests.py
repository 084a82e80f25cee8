"""Rules that match requests, and quotas that count objects, stop to act without a word when what they name is gone.

Only their author knows what they should do with another version: a webhook must be able to read it, an expression must
fit it, and a quota without effect would take effect again. They are reported, unless another rule matches the new name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kconv.names import GroupVersionKind
from kconv.objects.references import Reference
from kconv.paths import FieldPath, get
from kconv.pipeline.migrate.names import GONE, Names

ALL = "*"
Message = tuple[FieldPath, str]


def unmatched(place: Reference, value: Any, names: Names, obj: dict[str, Any]) -> Iterator[Message]:
    """The messages about a place, each with the path below it."""
    if place.how == "requests":
        for key in place.inner:
            for at, message in _requests(get(value, (key,)), names, exact=_exact(value, obj)):
                yield (key, *at), message
    elif place.how == "groups":
        yield from _groups(value, names)
    else:
        yield from _counts(value, names)


def _exact(holder: Any, obj: dict[str, Any]) -> bool:
    """Whether only the listed versions match, which is the default of a v1beta1 webhook."""
    policy = get(holder, ("matchPolicy",))
    if isinstance(policy, str) and policy:
        return policy == "Exact"
    return obj.get("apiVersion") == "admissionregistration.k8s.io/v1beta1" and "webhooks" in obj


def _words(rule: Any, key: str) -> list[str]:
    value = get(rule, (key,))
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []


def _requests(rules: Any, names: Names, *, exact: bool) -> Iterator[Message]:
    for index, rule in enumerate(rules if isinstance(rules, list) else ()):
        silent = [gvk for gvk in _named(rule, names) if not _matched(rules, gvk, names, exact=exact)]
        heirs: dict[str, list[GroupVersionKind]] = {}
        for gvk in silent:
            verdict = names.verdict(gvk)
            assert verdict
            if verdict.to is not None:
                heirs.setdefault(str(verdict.to), []).append(gvk)
        for heir, gone in heirs.items():
            listed = ", ".join(dict.fromkeys(map(str, gone)))
            yield (index,), f"no request is for {listed} any more, but for {heir}, which this does not match"
        for old, resource in _renamed(rules, rule, names):
            yield (index,), f"requests for {old} are for {resource} now, which this does not match"


def _renamed(rules: list[Any], rule: Any, names: Names) -> Iterator[tuple[str, str]]:
    """The custom resources in a rule that have another plural now, which no rule matches, and the new ones.

    As long as the old version is served, there are requests for both.
    """
    groups, resources = _words(rule, "apiGroups"), _words(rule, "resources")
    for (group, plural), heir in names.renamed.items():
        for resource in resources if {group, ALL} & set(groups) else ():
            base, slash, sub = resource.partition("/")
            now = names.resource(heir)
            served = any(map(names.serves, names.kinds(group, plural)))
            if base == plural and served and not any(_has(each, heir, now) for each in rules):
                yield f"{resource} of {group}", f"{now}{slash}{sub} of {heir.group}"


def _named(rule: Any, names: Names) -> Iterator[GroupVersionKind]:
    """The kinds in a rule that the target does not serve."""
    for group in _words(rule, "apiGroups"):
        for resource in _words(rule, "resources"):
            base = resource.partition("/")[0]
            for version in _words(rule, "apiVersions"):
                found = names.kinds(group, base, version.removeprefix(ALL))
                yield from (gvk for gvk in found if names.verdict(gvk) and not names.serves(gvk))


def _matched(rules: list[Any], gvk: GroupVersionKind, names: Names, *, exact: bool) -> bool:
    """Whether the rules match requests for a kind in the target: the API server converts them to any listed version
    that it serves, unless the match must be exact."""
    verdict = names.verdict(gvk)
    heirs = [each for each in names.family(gvk) if names.serves(each)]
    if exact:
        assert verdict
        heirs = [each for each in heirs if each.group_version == verdict.to]
    return any(_has(rule, each, names.resource(each)) for each in heirs for rule in rules)


def _has(rule: Any, gvk: GroupVersionKind, resource: str) -> bool:
    bases = {word.partition("/")[0] for word in _words(rule, "resources")}
    return bool(
        {gvk.group, ALL} & set(_words(rule, "apiGroups"))
        and {gvk.version, ALL} & set(_words(rule, "apiVersions"))
        and {resource, ALL} & bases
    )


def _groups(rules: Any, names: Names) -> Iterator[Message]:
    for index, rule in enumerate(rules if isinstance(rules, list) else ()):
        for group in _words(rule, "apiGroups"):
            for resource in _words(rule, "resources"):
                base, slash, sub = resource.partition("/")
                new, heir = names.moved.get((group, base), GONE), names.renamed.get((group, base))
                if new != GONE and not _listed(rules, new, resource):
                    yield (index,), f"requests for {resource} are in {new} now, not in {group}"
                if heir and not _listed(rules, heir.group, now := f"{names.resource(heir)}{slash}{sub}"):
                    yield (index,), f"requests for {resource} of {group} are for {now} of {heir.group} now"


def _listed(rules: list[Any], group: str, resource: str) -> bool:
    return any(
        {group, ALL} & set(_words(each, "apiGroups")) and {resource, ALL} & set(_words(each, "resources"))
        for each in rules
    )


def _counts(hard: Any, names: Names) -> Iterator[Message]:
    for key in hard if isinstance(hard, dict) else ():
        if not isinstance(key, str) or not key.startswith("count/"):
            continue
        resource, _, group = key.removeprefix("count/").partition(".")
        new = names.moved.get((group, resource), GONE)
        if new != GONE and f"count/{resource}.{new}" not in hard:
            yield (key,), f"{resource} are counted as count/{resource}.{new} now"
        heir = names.renamed.get((group, resource))
        if heir is not None and (now := f"count/{names.resource(heir)}.{heir.group}") not in hard:
            yield (key,), f"{resource} are counted as {now} now"
