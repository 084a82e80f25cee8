"""The rules of a schema that are written in CEL (`x-kubernetes-validations`): a server refuses what breaks one.

Fields, lists, the macros, the common functions, and those of Kubernetes that rules of custom resources use are
followed. The others are left to the server, and ``unfollowed`` returns them.
"""

from kconv.testing.expressions.rules import Expressions, Holds, compared, followed, given, keys, of_schema, unfollowed

__all__ = ["Expressions", "Holds", "compared", "followed", "given", "keys", "of_schema", "unfollowed"]
