"""`kconv crd`: the definitions of custom resources, one file a command."""
