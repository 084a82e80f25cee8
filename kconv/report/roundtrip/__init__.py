"""What round trips tell: to a person (text), to a program (json) and to a build server (junit)."""
