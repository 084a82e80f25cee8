"""The rules of a schema that are written in CEL (`x-kubernetes-validations`): a server refuses what breaks one.

No interpreter of CEL is needed for most of them: fields, lists, the macros and the common functions. The others
(quantities, URLs, optional values) are left to the server, and ``unfollowed`` returns them.
"""

from kconv.testing.expressions.rules import Expressions, Holds, compared, followed, of_schema, unfollowed

__all__ = ["Expressions", "Holds", "compared", "followed", "of_schema", "unfollowed"]
