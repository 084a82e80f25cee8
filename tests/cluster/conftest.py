"""What a cluster holds is declared by the examples, and commands ask it."""

from tests.cli.conftest import kconv
from tests.crd.conftest import examples_on_path

__all__ = ["examples_on_path", "kconv"]
