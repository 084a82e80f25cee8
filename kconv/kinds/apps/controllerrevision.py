"""ControllerRevision: the same in all versions; its data is another object's patch, which no version touches."""

from kconv.engine import Kind

KIND = Kind("ControllerRevision", hub="apps/v1", spokes={"apps/v1beta2": [], "apps/v1beta1": []})
