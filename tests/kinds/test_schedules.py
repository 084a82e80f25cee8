"""Schedules of a CronJob that an API server refuses: those with a time zone, and those that robfig/cron cannot
parse."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from kconv.catalog.zones import zones
from kconv.engine import Conversion
from kconv.kinds.batch._cron import is_zone, refusal, zone_refusal
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion, Release
from kconv.pipeline.migrate import Options, migrate

V1 = GroupVersion("batch", "v1")

# What ParseStandard of github.com/robfig/cron/v3 3.0.1 says of each, with Go's time zones.
TAKEN = """\
* * * * *|0 3 * * *|*/5 * * * *|0 0 1 1 0|59 23 31 12 6|0 9-17 * * MON-FRI|0 0 1 jan,Jul *|1,2,3-7/2 * ? * ?
5/10 * * * *|*/70 * * * *|+5 * * * *|007 * * * *|*-x * * * *|*-1-2 * * * *|, * * * *|1,,2 * * * *|  0\t3 * * *
@yearly|@annually|@monthly|@weekly|@daily|@midnight|@hourly|@every 1h30m|@every 0|@every -1.5h|@every .5s|@every 1us
@every 9223372036854775807ns|TZ=UTC 0 3 * * *|CRON_TZ=Europe/Berlin 0 3 * * *|TZ=Asia/Tokyo  @daily|TZ= 0 3 * * *
TZ=Local 0 3 * * *|CRON_TZ=Etc/GMT+10 @every 1h|0 0 31 2 *""".replace("\n", "|").split("|")
REFUSED = """\
|0 0 0 0 0|* * * *|* * * * * *|60 * * * *|* 24 * * *|* * 0 * *|* * 32 * *|* * * 0 *|* * * 13 *|* * * * 7|* * * * SUNDAY
5-1 * * * *|fri-mon * * * *|1-2-3 * * * *|*/0 * * * *|*/-1 * * * *|*/1/2 * * * *|1- * * * *|-1 * * * *|x * * * *|1.5 * * * *
99999999999999999999 * * * *|@Daily|@reboot|@every|@every |@every 1|@every 1d|@every 1hm|@every .s|@every 1h x
@every 9223372036854775808ns| @daily|@daily |TZ=UTC|TZ=UTC\t0 3 * * *|TZ=Mars/Phobos 0 3 * * *|TZ=europe/berlin @daily
TZ=../UTC @daily|tz=UTC 0 3 * * *| TZ=UTC 0 3 * * *|TZ=UTC TZ=UTC 0 3 * * *|TZ=UTC 0 0 0 0 0""".replace(
    "\n", "|"
).split("|")
UNKNOWN = ["${SCHEDULE}", "{{ .Values.schedule }}", "<%= @schedule %>", "%SCHEDULE%", "@SCHEDULE@", "$(SCHEDULE)", "$SCHEDULE", "${MINUTE} 3 * * *", "{% if a %}x{% endif %}", "TZ=${TZ} 0 3 * * *"]  # fmt: skip


@pytest.mark.parametrize("schedule", [*TAKEN, *UNKNOWN])
def test_a_schedule_that_a_server_reads_or_that_is_not_known_yet(schedule: str) -> None:
    assert refusal(schedule) == ""


@pytest.mark.parametrize("schedule", REFUSED)
def test_a_schedule_that_no_server_reads(schedule: str) -> None:
    assert refusal(schedule)


@pytest.mark.parametrize("zone", ["", "Local", "LOCAL", "Mars/Phobos", "europe/berlin", "../UTC"])
def test_a_zone_that_the_field_refuses(zone: str) -> None:
    assert zone_refusal(zone)


def test_every_zone_has_the_form_that_an_answer_must_have() -> None:
    assert len(zones()) > 500
    assert all(is_zone(zone) and not zone_refusal(zone) for zone in zones())
    assert not any(map(is_zone, ["", "Local", "a//b", "/UTC", "../UTC", "-a", "a b", "Europe/", "A" * 15]))


class Case(NamedTuple):
    """``spec`` are the fields before; ``after`` what they become ({} for no change), ``asks`` what is open."""

    name: str
    spec: dict[str, str | None]
    after: dict[str, str] = {}  # noqa: RUF012 - never changed
    told: str = ""
    asks: str = ""
    decide: dict[str, str] = {}  # noqa: RUF012
    release: int = 32


BERLIN = {"schedule": "0 3 * * *", "timeZone": "Europe/Berlin"}
CASES = [
    Case("TZ", {"schedule": "TZ=Europe/Berlin 0 3 * * *"}, BERLIN, "repair"),
    Case("CRON_TZ", {"schedule": "CRON_TZ=Europe/Berlin 0 3 * * *"}, BERLIN, "repair"),
    Case("a descriptor", {"schedule": "TZ=UTC @daily"}, {"schedule": "@daily", "timeZone": "UTC"}, "repair"),
    Case("a null timeZone is none", {"schedule": "TZ=Europe/Berlin 0 3 * * *", "timeZone": None}, BERLIN, "repair"),
    Case("the first release with the field", {"schedule": "TZ=Europe/Berlin 0 3 * * *"}, BERLIN, "repair", release=25),
    Case("a release without it", {"schedule": "TZ=Europe/Berlin 0 3 * * *"}, release=24),
    Case("a placeholder for the zone", {"schedule": "TZ={{ tz }} 0 3 * * *"}, {"schedule": "0 3 * * *", "timeZone": "{{ tz }}"}, "repair"),
    Case("a placeholder for the rest", {"schedule": "TZ=UTC ${S}"}, {"schedule": "${S}", "timeZone": "UTC"}, "repair"),
    Case("no zone", {"schedule": "0 3 * * *"}),
    Case("the field alone", BERLIN),
    Case("both", {"schedule": "TZ=UTC 0 3 * * *", "timeZone": "Europe/Berlin"}, asks="cronjob.timeZone"),
    Case("both, answered", {"schedule": "TZ=UTC 0 3 * * *", "timeZone": "Europe/Berlin"}, BERLIN, "decision", decide={"cronjob.timeZone": "Europe/Berlin"}),
    Case("an empty zone", {"schedule": "TZ= 0 3 * * *"}, asks="cronjob.timeZone"),
    Case("Local", {"schedule": "TZ=Local 0 3 * * *"}, asks="cronjob.timeZone"),
    Case("Local, answered", {"schedule": "TZ=Local 0 3 * * *"}, BERLIN, "decision", decide={"cronjob.timeZone": "Europe/Berlin"}),
    Case("an unknown zone", {"schedule": "TZ=Mars/Phobos 0 3 * * *"}, asks="cronjob.timeZone"),
    Case("an unknown zone in a release without the field", {"schedule": "TZ=Mars/Phobos 0 3 * * *"}, asks="cronjob.schedule", release=24),
    Case("no schedule", {"schedule": "0 0 0 0 0"}, asks="cronjob.schedule"),
    Case("no schedule, answered", {"schedule": "0 0 0 0 0"}, {"schedule": "0 0 * * 0"}, "decision", decide={"cronjob.schedule": "0 0 * * 0"}),
    Case("no schedule, an answer that is none either", {"schedule": "0 0 0 0 0"}, asks="cronjob.schedule", decide={"cronjob.schedule": "0 0 0 0 1"}),
    Case("no schedule behind a zone, answered", {"schedule": "TZ=Europe/Berlin 0 0 0 0 0"}, BERLIN, "decision", decide={"cronjob.schedule": "0 3 * * *"}),
    Case("the same in a release without the field", {"schedule": "TZ=Europe/Berlin 0 0 0 0 0"}, {"schedule": "TZ=Europe/Berlin 0 3 * * *"}, "decision", decide={"cronjob.schedule": "0 3 * * *"}, release=24),
    Case("a placeholder", {"schedule": "${SCHEDULE}"}),
    Case("none said", {"suspend": None}),
]  # fmt: skip
JOB = {"spec": {"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "a", "image": "b"}]}}}}


def converted(case: Case, source: str, job: dict[str, object], *, patch: bool = False) -> Conversion:
    spec = case.spec | ({"jobTemplate": job} if job else {})
    obj = {"apiVersion": source, "kind": "CronJob", "metadata": {"name": "a"}, "spec": spec}
    return BUILT_IN.convert(obj, V1, release=Release(case.release), decisions=case.decide, stash=False, patch=patch)


@pytest.mark.parametrize("source", ["batch/v1beta1", "batch/v2alpha1"])
@pytest.mark.parametrize("job", [JOB, {}], ids=["whole", "a part"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_server_takes_the_schedule_or_a_person_is_asked(case: Case, job: dict[str, object], source: str) -> None:
    result = converted(case, source, job)
    assert [(one.name, one.path) for one in result.questions] == ([(case.asks, "spec.schedule")] if case.asks else [])
    if case.asks:
        return
    found = {key: value for key, value in result.object["spec"].items() if key in ("schedule", "timeZone", "suspend")}
    assert found == ({**case.after} or case.spec)
    assert [note.kind for note in result.notes if note.kind != "default"][-1:] == ([case.told] if case.told else [])


def test_a_patch_is_settled_too_and_gets_no_defaults() -> None:
    result = converted(CASES[0], "batch/v2alpha1", JOB, patch=True)
    assert result.object["spec"] == {**BERLIN, "jobTemplate": JOB}
    assert result.fragment


def test_the_line_keeps_its_quotes_and_comment(tmp_path: Path) -> None:
    before = """\
apiVersion: batch/v1beta1
kind: CronJob
metadata: {name: a}
spec:
  # at night
  schedule: 'TZ=Europe/Berlin 0 3 * * *'   # in Berlin
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: c}]}}}}
"""
    after = before.replace("TZ=Europe/Berlin ", "").replace("v1beta1", "v1")
    after = after.replace("# in Berlin\n", "# in Berlin\n  timeZone: Europe/Berlin\n")
    file = tmp_path / "a.yaml"
    file.write_text(before)
    assert len(list(migrate([str(file)], Options(target=Release(32)), write=True))) == 1
    assert file.read_text() == after


def test_what_is_at_v1_already_is_left_alone() -> None:
    result = converted(CASES[0], "batch/v1", JOB)
    assert result.object["spec"]["schedule"] == "TZ=Europe/Berlin 0 3 * * *"
    assert result.questions == []
