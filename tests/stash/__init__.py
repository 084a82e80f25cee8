"""Objects with the annotation that kconv wrote, one for each pair of versions that needs one: every later kconv reads them."""
