"""The custom resources of examples/custom-resources, converted as their authors mean, whichever version is the hub."""
