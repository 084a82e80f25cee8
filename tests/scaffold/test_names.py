"""A name that the API server, kubectl or Python would refuse later is refused before a file is written."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from kconv.errors import UsageError
from kconv.scaffold.answers import answers_of
from kconv.scaffold.names import kind_of

NAME = "backups.example.com"


class Refused(NamedTuple):
    name: str
    crd: str
    says: str
    given: dict[str, str]


def refused(name: str, says: str, crd: str = NAME, **given: str) -> Refused:
    return Refused(name, crd, says, given)


REFUSED = [
    refused("no group", "has no group", "backups"),
    refused("an empty group", "has no group", "backups."),
    refused("a group without a dot", "has no dot", "backups.example"),
    refused("a capital in the plural", "not a DNS label", "Backups.example.com"),
    refused("an underscore in the plural", "not a DNS label", "back_ups.example.com"),
    refused("a digit first in the plural", "not a DNS label", "3backups.example.com"),
    refused("a dash last in the plural", "not a DNS label", "backups-.example.com"),
    refused("an empty plural", "not a DNS label", ".example.com"),
    refused("a long plural", "41 characters", f"{'b' * 41}.example.com"),
    refused("a capital in the group", "not a DNS name", "backups.Example.com"),
    refused("two dots in the group", "not a DNS name", "backups.example..com"),
    refused("a long label in the group", "not a DNS name", f"backups.{'e' * 64}.com"),
    refused("a long name", "at most 253", "backups." + ".".join(["e" * 60] * 5)),
    refused("a slash", "not a DNS name", "backups.example.com/v1"),
    refused("a newline", "not a DNS name", "backups.example.com\n"),
    refused("a group of the community", "belongs to the Kubernetes community", "backups.apps.k8s.io"),
    refused("another group of the community", "belongs to the Kubernetes community", "backups.kubernetes.io"),
    *(
        refused(f"the keyword {word} as kind", "keyword of Python", kind=word)
        for word in ("None", "True", "class", "match")
    ),
    *(
        refused(f"the builtin {word} as kind", "would hide Python's own", kind=word)
        for word in ("Warning", "list", "print")
    ),
    *(refused(f"{word} as kind", "a name that the models use", kind=word) for word in ("Resource", "Column", "Any")),
    refused("a kind in lower case", "cannot be a kind", kind="backup"),
    refused("a kind with a dash", "cannot be a kind", kind="Back-up"),
    refused("a kind with an umlaut", "cannot be a kind", kind="Übung"),
    refused("a long kind", "cannot be a kind", kind="B" * 41),
    refused("an empty kind", "cannot be a kind", kind=""),
    refused("a plural that is a module of Python", "would hide a module", "types.example.com"),
    refused("a plural that is a folder of the project", "would hide a module", "tests.example.com"),
    refused("a plural that is a library of the project", "would hide a module", "yaml.example.com"),
    refused("a plural that is a keyword", "cannot be a Python package", "class.example.com"),
    refused("a package with a dot", "cannot be a Python package", package="acme.backups"),
    refused("a version without v", "that Kubernetes can order", versions="1,v1"),
    refused("a version with a dot", "that Kubernetes can order", versions="v1,v1.1"),
    refused("a version with another word", "that Kubernetes can order", versions="v1,v1gamma1"),
    refused("a version 0", "that Kubernetes can order", versions="v0,v1"),
    refused("a version of ASCII only in looks", "that Kubernetes can order", versions="v1,v１"),
    refused("a version twice", "listed twice", versions="v1,v1"),
    refused("one version", "only one version", versions="v1"),
    refused("no version", "that Kubernetes can order", versions=""),
    refused("a port of root", "not a port", port="443"),
    refused("a port too high", "not a port", port="65536"),
    refused("a port in words", "not a port", port="https"),
    refused("an image with a tag", "not the name of an image", image="registry.example.com/backups:1"),
    refused("an image with a space", "not the name of an image", image="a b"),
    refused("an image with a quote", "not the name of an image", image='a"b'),
    refused("another scope", "is none of", scope="Global"),
    refused("other certificates", "is none of", certificates="vault"),
    refused("other CI", "is none of", ci="jenkins"),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_a_name_that_cannot_be_is_refused_with_what_to_write(case: Refused) -> None:
    with pytest.raises(UsageError, match=case.says) as error:
        answers_of(case.crd, case.given)
    assert error.value.hint or "is none of" in case.says


@pytest.mark.parametrize(
    ("plural", "kind"),
    [
        ("backups", "Backup"),
        ("worker-policies", "WorkerPolicy"),
        ("addresses", "Address"),
        ("boxes", "Box"),
        ("branches", "Branch"),
        ("status", "Status"),
        ("dns", "Dn"),
        ("sheep", "Sheep"),
    ],
)
def test_a_plural_suggests_a_kind(plural: str, kind: str) -> None:
    assert kind_of(plural) == kind


def test_what_no_flag_says_has_a_default() -> None:
    answers = answers_of("worker-pools.example.com", {})
    assert answers.kind == "WorkerPool"
    assert answers.package == "worker_pools"
    assert answers.versions == ("v1alpha1", "v1")
    assert answers.image == "registry.example.com/worker-pools"
    assert answers.certificates == "cert-manager"
