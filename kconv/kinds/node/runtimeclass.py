"""RuntimeClass: v1alpha1 kept in a spec what later versions have at the top."""

from kconv.engine import Kind
from kconv.rules import Move

V1ALPHA1 = [
    Move("spec.runtimeHandler", "handler"),
    Move("spec.overhead", "overhead"),
    Move("spec.scheduling", "scheduling"),
]
KIND = Kind("RuntimeClass", hub="node.k8s.io/v1", spokes={"node.k8s.io/v1beta1": [], "node.k8s.io/v1alpha1": V1ALPHA1})
