"""A definition is replaced by people and programs that do not know the webhook: what it needs is put back at once.

Each look starts from what the cluster has, so it does not matter which replica acted, or what was missed.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any, Final

from kconv.cluster.arming import conversion
from kconv.cluster.arming.contest import Contest
from kconv.cluster.arming.observed import Observer
from kconv.cluster.arming.trust import Trust
from kconv.cluster.connection import Connection
from kconv.cluster.definition import path_of
from kconv.cluster.errors import StatusError

_LOG: Final = logging.getLogger("kconv.arming")
REFUSED: Final = 30.0
"""Seconds until a definition that the API server refused to arm is tried again."""
CHANGED: Final = 0.1
"""Seconds until one that changed in between is."""
EMPTIED: Final = 10.0
"""Seconds in which a write that an API server began to handle without conversion is over."""


class Upkeep:
    """Keeps definitions converting through a webhook. ``client_config`` is where it is, ``trust`` whom to believe."""

    def __init__(
        self,
        cluster: Connection,
        names: Iterable[str],
        client_config: dict[str, Any],
        trust: Trust,
        observer: Observer,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.cluster, self.client_config, self.trust, self.observer = cluster, client_config, trust, observer
        self.clock = clock
        self._contests = {name: Contest() for name in names}
        self._armed_as: dict[str, dict[str, Any]] = {}
        """How each definition converted when it was seen armed."""
        self._closed_at: dict[str, float] = {}
        """When each definition was first seen closed."""
        self._trusted: tuple[bytes, float] | None = None
        """The bundle that every definition has, and since when."""

    @property
    def names(self) -> list[str]:
        """The names of the definitions."""
        return list(self._contests)

    def step(self) -> float | None:
        """Look once, and do what is due. Returns the seconds until the next look, None for when something changes.

        A definition is read before the bundle: whoever changes both writes the bundle first, so a definition of its
        is never overwritten with an older one. Raises what the bundle raises.
        """
        crds = {name: self.cluster.find(path_of(name)) for name in self.names}
        bundle = self.trust.bundle()
        wanted = conversion.armed(self.client_config, bundle)
        waits = [self._kept(name, crd, wanted) for name, crd in crds.items()]
        again = [wait for wait in waits if wait is not None]
        if again:
            self._trusted = None
        elif self._trusted is None or self._trusted[0] != bundle:
            self._trusted = bundle, self.clock()
        due = self.trust.advance(None if self._trusted is None else self.clock() - self._trusted[1])
        return min([*again, *([] if due is None else [due])], default=None)

    def _kept(self, name: str, crd: dict[str, Any] | None, wanted: dict[str, Any]) -> float | None:
        """Arm a definition if it is not. Returns the seconds until it is to be looked at again."""
        wait = self._arm(name, crd, wanted) if crd is not None and not conversion.is_armed(crd, wanted) else None
        is_armed = crd is not None and wait is None
        self.observer.armed(name, is_armed=is_armed)
        if is_armed:
            self._armed_as[name] = wanted
        if is_armed or crd is None:
            self._closed_at.pop(name, None)
        if crd is None:
            self._armed_as.pop(name, None)
        return wait

    def _arm(self, name: str, crd: dict[str, Any], wanted: dict[str, Any]) -> float | None:
        """Arm a definition, in two steps if it is unconverted: what was being written then is not to be let through."""
        contest, was_changed = self._contests[name], self._was_changed(name, crd)
        if was_changed and (wait := contest.wait(self.clock())):
            return wait
        closes = conversion.is_unconverted(crd)
        if not closes and conversion.is_closed(crd) and (wait := self._until_emptied(name)):
            return wait
        try:
            if closes:
                conversion.close(self.cluster, crd, self.client_config)
            else:
                conversion.arm(self.cluster, crd, wanted)
        except StatusError as error:
            return self._refused(name, error)
        if was_changed:
            contest.armed(self.clock())
            self._report(name, crd)
        _LOG.info("closed, to be armed soon" if closes else "armed", extra={"crd": name})
        if closes:
            self._closed_at[name] = self.clock()
        return EMPTIED if closes else None

    def _until_emptied(self, name: str) -> float:
        """The seconds until no API server handles a write without conversion any more."""
        return max(0.0, self._closed_at.setdefault(name, self.clock()) + EMPTIED - self.clock())

    def _refused(self, name: str, error: StatusError) -> float:
        if error.code in (404, 409):
            return CHANGED
        self.observer.failed(name)
        _LOG.error("cannot be armed", extra={"crd": name, "reason": str(error)})
        return REFUSED

    def _was_changed(self, name: str, crd: dict[str, Any]) -> bool:
        """Whether somebody changed a definition since it was seen armed: else it is armed with new authorities."""
        armed_as = self._armed_as.get(name)
        return armed_as not in (None, crd["spec"].get("conversion")) and not conversion.is_closed(crd)

    def _report(self, name: str, crd: dict[str, Any]) -> None:
        self.observer.rearmed(name)
        said = {"crd": name, "others": ", ".join(conversion.other_owners(crd))}
        if self._contests[name].is_fought:
            _LOG.error("somebody keeps changing spec.conversion; it is armed less and less often", extra=said)
        else:
            _LOG.warning("spec.conversion had been changed", extra=said)
