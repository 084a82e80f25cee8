"""A kustomize patch finds its object by group, version and kind, and a JSON patch names paths in it: once the object is
migrated, neither may match, and a tree that used to build no longer does.

So before an object of a kustomization is migrated, every layer over it is tried on its old and on its new form: the new
form with the layer must equal the migrated old form with the layer. Otherwise the object waits.
"""

from kconv.pipeline.migrate.overlays.waits import Overlays as Overlays
