"""`kconv serve`: servers, one file a command."""
