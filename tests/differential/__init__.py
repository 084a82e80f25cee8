"""kconv against Kubernetes' own conversion code, on objects that nobody has seen before.

The oracles (`tests/oracle`) fill objects of every kind from a seed and convert them; kconv converts the same ones; an
object on which the two disagree is made as small as it can be while they still do.

    python -m tests.differential --objects 10000 [--seed S] [--kind Ingress …]
"""
