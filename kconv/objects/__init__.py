"""What holds for an object whichever its kind: converted by its kind's rules, item by item where it is a list, and
naming other objects."""
