"""Of published conversions the kit reports true losses, all of them, and nothing else.

A real API server is the judge of what is reported, a second sweep by plain rules of what is not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from kconv.cli.app import run
from kconv.paths import parse
from kconv.testing import Report, check, webhook
from tests.cluster.apiserver import ApiServer
from tests.go_webhooks import modules
from tests.go_webhooks.judge import judging
from tests.go_webhooks.missed import missed

Json = Any


@pytest.fixture
def kueue() -> Iterator[str]:
    if reason := modules.why_not("kueue"):
        pytest.skip(reason)
    with modules.serving("kueue") as url:
        yield url


def checked(crd: Json, url: str) -> Report:
    return check(webhook(url), kind=crd["spec"]["names"]["kind"], crd=crd, read_as="go", examples=5, seed=1)


@pytest.mark.cluster
def test_every_finding_is_true(module: str, apiserver: ApiServer, tmp_path: Path) -> None:
    false = []
    for kind, crd in modules.definitions(module).items():
        with modules.serving(module) as url:
            if not modules.converts(url, crd):
                continue
            report = checked(crd, url)
        # A webhook that an object has killed is started again.
        with modules.serving(module) as url, judging(apiserver, crd, url, tmp_path) as judge:
            false += [f"{kind}: {finding}: {why}" for finding, why in judge.false(report.findings)]
    assert false == []


@pytest.mark.cluster
def test_no_loss_is_missed(module: str, apiserver: ApiServer, tmp_path: Path) -> None:
    lost = []
    for crd in modules.definitions(module).values():
        with modules.serving(module) as url:
            if not modules.converts(url, crd):
                continue
            report = check(
                webhook(url), kind=crd["spec"]["names"]["kind"], crd=crd, read_as="go", only=["spoke-hub-spoke"],
                examples=1, seed=1,
            )  # fmt: skip
            disputed = missed(report, crd, url)
            if disputed:
                with judging(apiserver, crd, url, tmp_path) as judge:
                    lost += [
                        f"{report.kind}: {each}"
                        for each in disputed
                        if judge.shows(each.obj, each.through, parse(each.place))
                    ]
    assert lost == []


@pytest.mark.full
def test_as_a_person_uses_it(kueue: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--webhook", kueue, "--crd", str(modules.file_of("kueue")), "--kind", "LocalQueue", "--seed", "1"]
    assert run("roundtrip", "kconv roundtrip", [*arguments, "--examples", "5"]) == 1
    assert "status.flavors of kueue.x-k8s.io/v1beta1 is gone with all" in capsys.readouterr().out
    lossy = tmp_path / "lossy.yaml"
    lossy.write_text(yaml.safe_dump({"status.flavors": "v1beta2 has the flavors of the ClusterQueue only"}))
    run("roundtrip", "kconv roundtrip", [*arguments, "--examples", "5", "--lossy", str(lossy), "--format", "json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert not [each["path"] for each in findings if each["path"].partition("[")[0] == "status.flavors"]
