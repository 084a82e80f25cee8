"""Eviction: the request to evict a pod, of one shape in v1beta1 and v1; lifecycle.k8s.io has another kind so named."""

from kconv.engine import Kind

KIND = Kind("Eviction", hub="policy/v1", spokes={"policy/v1beta1": []})
