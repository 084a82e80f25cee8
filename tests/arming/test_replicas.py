"""Many replicas end with one authority, without a leader; and no step of a rotation is seen too early by an API server."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from threading import Barrier

import pytest
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from kconv.certificates.signing import is_signed_by
from kconv.cluster.arming.trust import SETTLED
from tests.arming.fake_api import SECRET, FakeApi
from tests.arming.replica import HOSTS, Clock, Replica, trusted
from tests.tiers import examples

NAMES = ["backups.acme.io", "routes.acme.io"]


def authorities(api: FakeApi, name: str) -> list[x509.Certificate]:
    """Whom an API server trusts."""
    return x509.load_pem_x509_certificates(base64.b64decode(trusted(api.conversion(name))))


def serves_what_is_trusted(api: FakeApi, replica: Replica) -> bool:
    """Whether each definition trusts the certificate that a replica serves now, unless that one has ended."""
    certificate = x509.load_pem_x509_certificate(replica.served[-1])
    if certificate.not_valid_after_utc < replica.clock.now:
        return True
    return all(any(is_signed_by(certificate, each) for each in authorities(api, name)) for name in NAMES)


def live_until_the_authority_is_due(replica: Replica) -> None:
    """Twenty days of thirty, with a look whenever a certificate is due."""
    for days in (0, 6, 6, 6):
        replica.clock.pass_(days=days)
        replica.settle()
    replica.served[:-1] = []
    replica.clock.pass_(days=2)


def test_many_that_start_at_once_end_with_one_authority() -> None:
    api, count = FakeApi(*NAMES), 12
    together = Barrier(count)

    def start(replica: Replica) -> None:
        together.wait()
        replica.settle()

    with ExitStack() as stack, ThreadPoolExecutor(count) as pool:
        replicas = [Replica(stack.enter_context(api.connected()), NAMES) for _ in range(count)]
        list(pool.map(start, replicas))
    assert len({replica.served[-1] for replica in replicas}) == 1
    assert len(authorities(api, NAMES[0])) == 1
    assert api.writes_of(SECRET) == 1
    assert all(serves_what_is_trusted(api, replica) for replica in replicas)


def test_a_new_authority_is_trusted_by_all_before_its_certificate_is_served() -> None:
    api = FakeApi(*NAMES)
    with api.connected() as cluster:
        replica = Replica(cluster, NAMES)
        live_until_the_authority_is_due(replica)
        steps = []
        for _ in range(10):
            wait = replica.step()
            steps.append((len(authorities(api, NAMES[1])), len(set(replica.served)), wait))
            if wait is None:
                break
            replica.clock.pass_(seconds=wait)
    assert steps == [(1, 1, 0.0), (2, 1, SETTLED), (2, 1, 0.0), (2, 2, None)]


class KilledError(Exception):
    """The replica is no more."""


@pytest.mark.parametrize("writes", range(6))
def test_a_replica_that_is_killed_after_any_write_is_followed_by_one_that_ends_what_it_began(writes: int) -> None:
    api, left = FakeApi(*NAMES), writes

    def kill(method: str, _path: str) -> None:
        nonlocal left
        if method != "GET":
            left -= 1
            if left < 0:
                raise KilledError

    with api.connected() as cluster:
        first = Replica(cluster, NAMES)
        live_until_the_authority_is_due(first)
        api.before = kill
        with suppress(KilledError):
            first.settle()
        api.before = lambda _method, _path: None
        second = Replica(cluster, NAMES, first.clock)
        second.step()
        assert serves_what_is_trusted(api, second)
        second.settle()
    assert serves_what_is_trusted(api, second)
    assert len(authorities(api, NAMES[0])) == 2
    if writes:
        assert api.writes_of(SECRET) == 1 + 3 + 2, "each step was taken once"


def test_a_certificate_of_the_same_authority_is_served_at_once() -> None:
    api = FakeApi(*NAMES)
    with api.connected() as cluster:
        replica = Replica(cluster, NAMES)
        replica.settle()
        before = authorities(api, NAMES[0])
        replica.clock.pass_(days=6)
        assert replica.step() == 0.0
        assert replica.step() is None
    assert len(set(replica.served)) == 2
    assert authorities(api, NAMES[0]) == before


def test_a_definition_that_cannot_be_armed_holds_up_the_new_certificate() -> None:
    api = FakeApi(*NAMES)
    with api.connected() as cluster:
        replica = Replica(cluster, NAMES)
        live_until_the_authority_is_due(replica)
        api.fault = lambda method, path: (403, "no") if method == "PATCH" and NAMES[1] in path else None
        for _ in range(10):
            replica.clock.pass_(seconds=replica.step() or 0)
        assert len(set(replica.served)) == 1
        api.fault = lambda _method, _path: None
        replica.settle()
    assert len(set(replica.served)) == 2


LIVES = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([0, 0, 1, 61, 86_400, 5 * 86_400, 25 * 86_400])), max_size=15
)


@pytest.mark.full
@settings(max_examples=examples(30))
@given(LIVES)
def test_whoever_looks_when_what_a_replica_serves_is_trusted(life: list[tuple[int, int]]) -> None:
    """Three replicas, one of them with a clock that is half a day behind, look in any order at any times."""
    api, clock = FakeApi(*NAMES), Clock()
    late = Clock()
    late.pass_(hours=-12)
    with api.connected() as cluster:
        replicas = [Replica(cluster, NAMES, each) for each in (clock, clock, late)]
        for replica in replicas:
            replica.settle()
        for which, seconds in life:
            for each in (clock, late):
                each.pass_(seconds=seconds)
            replicas[which].step()
            assert serves_what_is_trusted(api, replicas[which])
        for replica in replicas:
            replica.settle()
    assert len({replica.served[-1] for replica in replicas}) == 1
    assert len(authorities(api, NAMES[0])) <= 3


def test_replicas_that_are_called_differently_share_a_certificate_for_all_their_hosts() -> None:
    """A Service gets another name, and for a while there are replicas of both releases."""
    api = FakeApi(*NAMES)
    with api.connected() as cluster:
        old, new = Replica(cluster, NAMES), Replica(cluster, NAMES)
        new.issued.hosts = ("converter.acme.svc",)
        old.settle()
        new.settle()
        writes = api.writes_of(SECRET)
        old.settle()
        new.settle()
    assert api.writes_of(SECRET) == writes
    names = x509.load_pem_x509_certificate(new.served[-1]).extensions
    hosts = names.get_extension_for_class(x509.SubjectAlternativeName).value.get_values_for_type(x509.DNSName)
    assert hosts == ["converter.acme.svc", *HOSTS]


def test_a_rotation_is_no_change_by_somebody_else() -> None:
    api = FakeApi(*NAMES)
    with api.connected() as cluster:
        replica, other = Replica(cluster, NAMES), Replica(cluster, NAMES)
        live_until_the_authority_is_due(replica)
        other.settle()
        replica.settle()
        assert len(authorities(api, NAMES[0])) == 2
        other.settle()
    assert replica.seen.rearmings == other.seen.rearmings == []


DAMAGES = {
    "deleted": lambda api: api.objects.pop(SECRET),
    "emptied": lambda api: api.objects[SECRET].update(data={}),
    "half of it replaced": lambda api: api.objects[SECRET]["data"].update({"tls.key": "eA=="}),
    "the CA's key lost": lambda api: api.objects[SECRET]["data"].pop("ca.key"),
}


@pytest.mark.parametrize("case", DAMAGES)
def test_a_secret_that_is_damaged_is_made_anew(case: str) -> None:
    api = FakeApi(*NAMES)
    with api.connected() as cluster:
        replica = Replica(cluster, NAMES)
        replica.settle()
        DAMAGES[case](api)
        replica.settle()
    assert len(set(replica.served)) == 2
    assert serves_what_is_trusted(api, replica)
