"""`kconv new`: projects of custom resources, one file a command."""
