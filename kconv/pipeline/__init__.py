"""A migration, a validation and a round trip: the one place where manifests meet the engine and the schemas.

``stream`` reads the documents of a file, ``jobs`` shares the files among processes. Each job has a room of its own.
"""
