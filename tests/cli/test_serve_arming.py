"""The flags of `kconv serve webhook` that arm definitions: which go together."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Kconv

FILES = ("--tls-cert", "tls.crt", "--tls-key", "tls.key")
USAGE = {
    "a secret alone": (("--self-signed", "tls"), "--self-signed requires --arm"),
    "a bundle alone": ((*FILES, "--ca-bundle", "ca.crt"), "--ca-bundle requires --arm"),
    "no certificate": (("--arm", "a/b"), "--arm requires either --self-signed or --ca-bundle"),
    "both": (("--arm", "a/b", "--self-signed", "tls", "--ca-bundle", "ca.crt"), "requires either"),
    "a certificate of nobody": (("--arm", "a/b", *FILES), "--arm requires either --self-signed or --ca-bundle"),
    "a bundle without a certificate": (("--arm", "a/b", "--ca-bundle", "ca.crt"), "--ca-bundle goes with --tls-cert"),
    "two certificates": (("--arm", "a/b", "--self-signed", "tls", *FILES), "--self-signed with neither"),
    "plain HTTP": (("--arm", "a/b", "--self-signed", "tls", "--no-tls"), "--self-signed with neither"),
    "no service": (("--arm", "b", "--self-signed", "tls"), "'b' is not a Service"),
    "a URL that is none": (("--arm", "http://b", "--self-signed", "tls"), "'http://b' is not the URL of a webhook"),
}


@pytest.mark.parametrize("case", USAGE)
def test_a_command_line_that_is_wrong(case: str, kconv: Kconv) -> None:
    args, why = USAGE[case]
    ran = kconv("serve", "webhook", "acme.backup", *args)
    assert ran.code == 2
    assert why in ran.err
