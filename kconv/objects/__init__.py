"""Objects of any built-in kind as dicts: converted by the rules of their kind, a List item by item, and the fields in
which they name other objects."""
