"""The laws of a lossless conversion, of reviews: what the API server sends and takes, and what it does in between."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import kconv.testing
from kconv.crd import CustomResource
from kconv.crd.modules import resources_in
from kconv.engine.route import name_in
from kconv.testing import review
from kconv.webhook import Converter
from tests.crd.conftest import EXAMPLES
from tests.tiers import examples

OWN = ("kconv.dev/stash", "kconv.dev/misfits", "kconv.dev/left-out")


def _converter(resource: CustomResource) -> Any:
    converter = Converter([resource])

    def convert(obj: dict[str, Any], to: str) -> dict[str, Any]:
        if not review.needed(obj, to):
            return {**obj, "apiVersion": to}
        asked = review.request([obj], to, "v1")
        return review.converted(asked, converter.review(asked))[0]

    return convert


@pytest.mark.full
@pytest.mark.parametrize("declaration", ["acme.backup", "acme.route"])
def test_a_webhook_of_an_example_keeps_the_laws(declaration: str, examples_on_path: None) -> None:  # noqa: ARG001
    for resource in resources_in(declaration, Path(EXAMPLES)):
        if len(resource.versions) > 1:
            kconv.testing.check(
                _converter(resource),
                kind=name_in(resource.kind, resource.kind.versions[0]),
                schemas=resource.schemas,
                hub=resource.kind.hub,
                annotations=OWN,
                between=kconv.testing.as_served,
                lossy=["spec.verbose: it is declared as Dropped"] if declaration == "acme.backup" else [],
                without=["size-budget"],  # the webhook leaves out what has no room, and says so: test_marks.py
                examples=examples(20),
            ).raise_if_failed()
