"""Resources of one feature each, and of several by chance."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple

from pydantic import Field, ValidationError, create_model

from kconv.crd import CustomResource, Model, Resource, Version, api_version
from tests.crd.features import FEATURES, POOL, REQUIRED, Feature, Json

GROUP = "models.kconv.dev"


class Case(NamedTuple):
    """A resource, and the specs that are tried."""

    name: str
    resource: CustomResource
    specs: list[Json]

    @property
    def model(self) -> Any:
        """The class of its version."""
        return self.resource.hub.model

    def object(self, spec: Json) -> Json:
        """A whole object with a spec."""
        said = self.resource.hub.declared
        metadata = {"name": "one", "namespace": "default"}
        return {"apiVersion": str(said.group_version), "kind": said.kind, "metadata": metadata, "spec": spec}

    def accepts(self, spec: Json) -> str:
        """Why the model does not take a spec, "" if it does."""
        try:
            self.model.model_validate(self.object(spec))
        except ValidationError as error:
            return str(error)
        return ""


def cases(combinations: int = 40, seed: int = 1) -> list[Case]:
    """A case for each feature, and some of several features."""
    alone = [
        _case(f"F{index}", feature.name, {"value": feature}, _alone(feature)) for index, feature in enumerate(FEATURES)
    ]
    chance = random.Random(seed)
    return [*alone, *(_combined(f"C{index}", chance) for index in range(combinations))]


def _case(kind: str, name: str, features: dict[str, Feature], specs: list[Json]) -> Case:
    fields: Any = {key: (feature.type, feature.default) for key, feature in features.items()}
    return Case(name, _resource(kind, create_model(f"{kind}Spec", __base__=Model, **fields)), specs)


def _resource(kind: str, spec: type[Model]) -> CustomResource:
    made: Any = create_model(kind, __base__=Resource, spec=(spec, ...))
    return CustomResource(Version(api_version(f"{GROUP}/v1")(made)))


def _alone(feature: Feature) -> list[Json]:
    values = [*feature.good, *feature.bad, *POOL]
    return [{}, *({"value": value} for value in values)]


def _combined(kind: str, chance: random.Random) -> Case:
    """Features in objects, lists and maps, two levels deep."""
    features = {f"f{index}": chance.choice(_SMALL) for index in range(chance.randint(2, 5))}
    fields: Any = {key: (feature.type, feature.default) for key, feature in features.items()}
    inner = create_model(f"{kind}Inner", __base__=Model, **fields)
    spec: Any = create_model(
        f"{kind}Spec",
        __base__=Model,
        one=(inner, ...),
        many=(Annotated[list[inner], Field(max_length=5)], []),  # type: ignore[valid-type]
        each=(Annotated[dict[str, inner], Field(max_length=5)], {}),  # type: ignore[valid-type]
        some=(inner | None, None),
    )
    return Case(
        f"{kind}: {', '.join(each.name for each in features.values())}",
        _resource(kind, spec),
        [*_specs(features, chance)],
    )


_SMALL = [
    each for each in FEATURES if not each.name.startswith(("pod", "immutable", "cel optional", "list map of immutable"))
]
"""Rules about the value before are for lists with keys only; a pod template is 70 KB."""


def _specs(features: dict[str, Feature], chance: random.Random) -> Iterator[Json]:
    for _ in range(12):
        spec: Json = {"one": _inner(features, chance)}
        if chance.random() < 0.5:
            spec["many"] = [_inner(features, chance) for _ in range(chance.randint(0, 2))]
        if chance.random() < 0.5:
            spec["each"] = {key: _inner(features, chance) for key in ("a", "b.c")}
        if chance.random() < 0.3:
            spec["some"] = _inner(features, chance)
        yield spec


def _inner(features: dict[str, Feature], chance: random.Random) -> Json:
    made = {}
    for key, feature in features.items():
        drawn = chance.random()
        if drawn < 0.06 and feature.bad:
            made[key] = chance.choice(feature.bad)
        elif drawn < 0.1:
            made[key] = chance.choice(POOL)
        elif drawn < 0.7 or feature.default is REQUIRED:
            made[key] = chance.choice(feature.good)
    return made
