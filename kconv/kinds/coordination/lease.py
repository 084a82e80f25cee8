"""Lease: v1beta1 and v1 have one shape and no defaults."""

from kconv.engine import Kind

KIND = Kind("Lease", hub="coordination.k8s.io/v1", spokes={"coordination.k8s.io/v1beta1": []})
