"""The examples' packages, as tests/crd has them."""

from tests.crd.conftest import examples_on_path

__all__ = ["examples_on_path"]
