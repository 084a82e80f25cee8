"""The examples' packages, as tests/crd has them."""

from tests.crd.conftest import examples_on_path as examples_on_path
