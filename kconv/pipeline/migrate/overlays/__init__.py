"""What kustomize lays over an object moves with it, or the object waits: else a tree that was built is built no more.

A patch finds its object by group, version and kind, an operation by a path, and neither is told when the object has
moved. So before an object of a kustomization moves, every layer over it is tried on its old and on its new form: the
new form with the layer must be what the old form with the layer becomes.
"""

from kconv.pipeline.migrate.overlays.waits import Overlays as Overlays
