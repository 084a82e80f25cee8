"""What a validation does with the paths that it is given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kconv.errors import UsageError
from kconv.manifests.globs import NO_GLOBS, Globs
from kconv.names import Release
from kconv.pipeline.validate import Asked, validate
from tests.pipeline.asking import check_globs, check_jobs


def _ask(paths: list[str], include: Globs = NO_GLOBS, exclude: Globs = NO_GLOBS, **how: Any) -> Iterator[Any]:
    yield from validate(Asked(Release(32), tuple(paths), (), include, exclude), **how)


def test_globs_choose_files(tmp_path: Path) -> None:
    check_globs(_ask, tmp_path)


def test_several_processes_share_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_jobs(_ask, tmp_path, monkeypatch)


def test_definitions_that_are_not_there_are_a_usage_error(tmp_path: Path) -> None:
    path = str(tmp_path / "nowhere")
    with pytest.raises(UsageError) as error:
        list(validate(Asked(Release(32), (str(tmp_path),), (path,))))
    assert (error.value.reason, error.value.file) == ("no such file or directory", path)


def test_definitions_are_searched_where_globs_let_them(tmp_path: Path) -> None:
    thing = "apiVersion: x.io/v1\nkind: A\nmetadata: {name: a}\nb: 1\n"
    crd = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: as.x.io}\nspec:\n  group: x.io\n  names: {kind: A, plural: as}\n  scope: Cluster\n  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]\n"
    (tmp_path / "a.yaml").write_text(thing)
    (tmp_path / "crd.yaml").write_text(crd)
    for include, exclude, status in (
        (NO_GLOBS, NO_GLOBS, "invalid"),
        (Globs(("a.yaml",), str(tmp_path)), NO_GLOBS, "skipped"),
        (NO_GLOBS, Globs(("crd.yaml",), str(tmp_path)), "skipped"),
    ):
        first, *_ = validate(Asked(Release(32), (str(tmp_path),), (), include, exclude))
        assert [each.status for each in first.documents] == [status]
    only = Globs(("a.yaml",), str(tmp_path))
    (given,) = validate(Asked(Release(32), (str(tmp_path),), (str(tmp_path / "crd.yaml"),), only))
    assert [each.status for each in given.documents] == ["invalid"]
