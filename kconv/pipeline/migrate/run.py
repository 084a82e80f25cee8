"""What holds for every document of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kconv.manifests.scan import may_be_from_cluster
from kconv.pipeline.migrate.target import Target
from kconv.records import NamedTuple

if TYPE_CHECKING:
    from kconv.pipeline.migrate.overlays import Overlays


class Run(NamedTuple):
    """A run of a command.

    ``overlays`` is None if text is only printed, because that is not built. A ``dry`` run converts nothing, and parses
    little. With ``texts`` it keeps both texts of a file that changes, for a diff.
    """

    target: Target
    overlays: Overlays | None = None
    dry: bool = False
    texts: bool = False

    @property
    def looks_inside(self) -> bool:
        """Whether what is old inside of other objects counts: not for one version, nor where text is only printed."""
        return self.overlays is not None and self.target.names is not None

    def may_be_annotated(self, data: bytes) -> bool:
        """Whether an object in these bytes may have an annotation that does not belong into a manifest, and counts."""
        return self.overlays is not None and may_be_from_cluster(data)
