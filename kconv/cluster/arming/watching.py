"""Upkeep runs beside a server: an object that changes wakes it, and it looks at all of them."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from threading import Event, Thread
from typing import Final

from kconv.cluster.arming.upkeep import Upkeep
from kconv.cluster.connection import Connection
from kconv.cluster.errors import ClusterError
from kconv.errors import KconvError

_LOG: Final = logging.getLogger("kconv.arming")
LONGEST: Final = 600.0
"""Seconds between two looks: time passes for certificates, too."""
FIRST, MOST = 0.5, 30.0
"""The seconds to wait after a failure, which double."""
Object = tuple[str, str]
"""The path of a collection, and the name of an object in it."""


class Watching:
    """Runs an upkeep in threads of its own, until it is stopped. ``objects`` are those that wake it."""

    def __init__(self, cluster: Connection, upkeep: Upkeep, objects: Iterable[Object]) -> None:
        self.cluster, self.upkeep = cluster, upkeep
        self._woken, self._stopped = Event(), Event()
        watches = [Thread(target=self._watch, args=each, name=f"watch {each[1]}", daemon=True) for each in objects]
        self._threads = [Thread(target=self._run, name="upkeep", daemon=True), *watches]

    def start(self) -> None:
        """Begin with a look."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Take no further look: what sends requests to a server that ends is another one's to arm."""
        self._stopped.set()
        self._woken.set()

    def join(self) -> None:
        """Wait for the end of the last look. Watches end with the process: they wait for the API server."""
        if self._threads[0].is_alive():
            self._threads[0].join(timeout=MOST)

    def _run(self) -> None:
        pause = FIRST
        while True:
            self._woken.clear()
            if self._stopped.is_set():
                return
            try:
                wait = self.upkeep.step()
                pause = FIRST
            except Exception as error:  # a defect must not end this thread, which nobody would see
                said = {"reason": str(error)}
                _LOG.error("failed; trying again", extra=said, exc_info=not isinstance(error, KconvError))
                wait, pause = pause, min(2 * pause, MOST)
            self._woken.wait(LONGEST if wait is None else wait)

    def _watch(self, path: str, name: str) -> None:
        pause = FIRST
        while not self._stopped.is_set():
            try:
                for _ in self.cluster.changes(path, name):
                    pause = FIRST
                    self._woken.set()
            except ClusterError as error:
                _LOG.warning("cannot be watched", extra={"object": name, "reason": str(error)})
                self._stopped.wait(pause)
                pause = min(2 * pause, MOST)
