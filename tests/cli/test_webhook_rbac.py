"""`kconv webhook rbac`: tests/arming asks a real API server whether the rights suffice."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import Kconv

EXAMPLES = Path(__file__).parents[2] / "examples" / "custom-resources"


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)
    monkeypatch.syspath_prepend(str(EXAMPLES))


ACCOUNT = ("--service-account", "acme/webhook")


def test_definitions_and_the_secret_are_named(kconv: Kconv) -> None:
    ran = kconv("webhook", "rbac", "acme.backup", "acme.route", *ACCOUNT, "--self-signed", "tls")
    cluster, bound, role, bound_too = yaml.safe_load_all(ran.out)
    assert cluster["rules"][0]["resourceNames"] == ["backups.backup.acme.io", "routes.net.acme.io"]
    assert role["metadata"]["namespace"] == "acme"
    assert role["rules"][0]["resourceNames"] == ["tls"]
    for binding, named in ((bound, cluster), (bound_too, role)):
        group, name = "rbac.authorization.k8s.io", named["metadata"]["name"]
        assert named["apiVersion"] == binding["apiVersion"] == f"{group}/v1"
        assert binding["kind"] == f"{named['kind']}Binding"
        assert binding["roleRef"] == {"apiGroup": group, "kind": named["kind"], "name": name}
        assert binding["subjects"] == [{"kind": "ServiceAccount", "namespace": "acme", "name": "webhook"}]


def test_the_secret_may_be_in_another_namespace(kconv: Kconv) -> None:
    ran = kconv("webhook", "rbac", "acme.backup", *ACCOUNT, "--self-signed", "certs/tls")
    assert [*yaml.safe_load_all(ran.out)][2]["metadata"]["namespace"] == "certs"


def test_no_right_to_a_secret_without_one(kconv: Kconv) -> None:
    ran = kconv("webhook", "rbac", "acme.backup", *ACCOUNT)
    assert [each["kind"] for each in yaml.safe_load_all(ran.out)] == ["ClusterRole", "ClusterRoleBinding"]


USAGE = {
    "no module": ((), "no module is given"),
    "no account": (("acme.backup",), "no service account is given"),
    "an account without a namespace": (("acme.backup", "--service-account", "a"), "'a' is not the name of an object"),
    "three parts": (("acme.backup", "--service-account", "a/b/c"), "'a/b/c' is not the name of an object"),
    "a secret without a name": (("acme.backup", *ACCOUNT, "--self-signed", "a/"), "'a/' is not the name of an object"),
}


@pytest.mark.parametrize("case", USAGE)
def test_a_command_line_that_is_wrong(case: str, kconv: Kconv) -> None:
    args, why = USAGE[case]
    ran = kconv("webhook", "rbac", *args)
    assert (ran.code, ran.out) == (2, "")
    assert why in ran.err
