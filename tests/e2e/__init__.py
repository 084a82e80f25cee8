"""A real API server, its controllers and kubectl are who a conversion webhook serves.

Each test is run against `kconv serve webhook` and against a webhook that is written in Go with controller-runtime (go/):
the same requests, the same answers expected, and a table of where the one in Go answers otherwise, and why.
"""
