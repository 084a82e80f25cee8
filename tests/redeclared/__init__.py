"""Kinds of published operators whose conversion is written in Go, declared again in the vocabulary and compared."""
