"""What became of every document, told to a person (text) or to a program (json), as it happens."""
