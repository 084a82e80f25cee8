"""Comments are written for a reason: those whose field is gone move to the nearest field that is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kconv.manifests.block import BlockWriter
from kconv.manifests.chunks import Chunks, is_block
from kconv.manifests.nodes import Collection, Node
from kconv.manifests.plan import Plan
from kconv.manifests.protocols import Comments


def missing(before: Comments, after: Comments) -> Counter[str]:
    """The comments that a new text lacks."""
    return Counter(text for _, text in before) - Counter(text for _, text in after)


class LostComments:
    """Gives comments a place in the plan, so that the next writing prints them."""

    def __init__(self, chunks: Chunks, root: Node, used: dict[int, Plan], writer: BlockWriter) -> None:
        self.chunks = chunks
        self.root = root
        self.used = used
        self.placed = writer.placed

    def rescue(self, comments: Comments, lost: Counter[str]) -> list[str]:
        """Place each lost comment; gives those that only the top of the document has room for."""
        chains = [(at, self._chain(at), comment) for at, comment in comments if comment in lost]
        chosen = []
        for at, chain, comment in sorted(chains, key=lambda one: self._lives(one[1])):
            if lost[comment]:
                lost[comment] -= 1
                chosen.append((at, chain, comment))
        chosen.sort(key=lambda one: one[0])
        return [comment for _, chain, comment in chosen if not self._place(chain, comment)]

    def _lives(self, chain: list[Node]) -> bool:
        """Whether the innermost entry around a comment is still there: its comment is then rather not the lost one."""
        plan = self._placed(chain[-1])
        return plan is not None and plan.verbatim

    def _placed(self, node: Node) -> Plan | None:
        """The entry of a block that a node has become, if any."""
        plan = self.used.get(id(node))
        return plan if id(plan) in self.placed else None

    def _chain(self, offset: int) -> list[Node]:
        """The entries around an offset, the root first."""
        chain = [self.root]
        while isinstance(node := chain[-1], Collection):
            if is_block(node):
                self.chunks.inside(node)
                chunks = ((child, self.chunks.of(child)) for child in node.children)
                found = next((child for child, chunk in chunks if chunk.top <= offset < chunk.stop), None)
            else:
                found = next((c for c in node.children if (c.key or c).start <= offset < c.end), None)
            if found is None:
                break
            chain.append(found)
        return chain

    def _place(self, chain: list[Node], comment: str) -> bool:
        for node in reversed(chain):
            plan = self.used.get(id(node))
            if plan is not None:
                if id(plan) in self.placed:
                    plan.above.append(comment)
                    return True
            elif self._beside(node, comment):
                return True
        return False

    def _beside(self, node: Node, comment: str) -> bool:
        """Above what is left of a gone entry, or at its place among its siblings."""
        for inside in _below(node):
            plan = self._placed(inside)
            if plan is not None:
                plan.before.append(comment)
                return True
        parent = node.parent
        around = self.used.get(id(parent))
        if parent is None or around is None or around.kept is not parent:
            return False
        behind = {id(sibling) for sibling in parent.children[parent.children.index(node) + 1 :]}
        for sibling in around.children or ():
            if id(sibling.source) in behind and id(sibling) in self.placed:
                sibling.before.append(comment)
                return True
        if not any(id(sibling) in self.placed for sibling in around.children or ()):
            return False
        around.behind.append(comment)
        return True


def _below(node: Node) -> Iterator[Node]:
    if isinstance(node, Collection):
        for child in node.children:
            yield child
            yield from _below(child)
