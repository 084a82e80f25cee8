"""What was written is read again: a value or a comment that differs, lost or gained, keeps the text from being written."""

from __future__ import annotations

import pytest

from kconv.errors import ManifestError
from kconv.manifests import tree
from kconv.manifests.comments import comments
from kconv.manifests.verify import verify

TEXT = "a: 1 # one\n# two\nb: [x, 'y']\n"


def verified(written: str) -> None:
    document = tree.parse(TEXT)
    verify(document, list(comments(document.source.text, document.root)), tree.parse(written), document.value)


@pytest.mark.parametrize("written", [TEXT, "# two\nb:\n- x\n- 'y' # one\na: 1\n"])
def test_the_same_values_and_comments_may_be_written(written: str) -> None:
    verified(written)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (TEXT.replace("1 ", "2 "), "does not read as"),
        (TEXT.replace("1 ", "'1' "), "does not read as"),
        (TEXT.replace("1 ", "true "), "does not read as"),
        (TEXT.replace(", 'y'", ""), "does not read as"),
        (TEXT + "c: null\n", "does not read as"),
        (TEXT.replace(" # one", ""), "the comment '# one'"),
        (TEXT + "# three\n", "the comment '# three'"),
        (TEXT + "# two\n", "the comment '# two'"),
        (TEXT.replace("# two", "# too"), "the comment"),
    ],
)
def test_what_differs_is_refused(written: str, why: str) -> None:
    with pytest.raises(ManifestError, match=why):
        verified(written)
