"""What a model says, in the words of a structural schema; and what it cannot say, at the line where it is written."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from ipaddress import IPv4Network
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, NamedTuple, NewType, TypeVar

import annotated_types
import pytest
from pydantic import (
    AfterValidator,
    AliasChoices,
    AnyUrl,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    SecretStr,
    StringConstraints,
    computed_field,
    create_model,
    field_serializer,
    field_validator,
)
from typing_extensions import TypeAliasType, TypedDict

from kconv.catalog import latest
from kconv.crd import (
    BuiltIn,
    DeclarationError,
    Duration,
    Immutable,
    Int32,
    IntOrString,
    ListMap,
    Model,
    Nullable,
    Quantity,
    Resource,
    Set,
    api_version,
    at_most_one_of,
    cel,
    one_of,
)
from kconv.crd.schema.walk import Walk
from kconv.structural.check import check
from tests.crd.features import FEATURES, REQUIRED, Feature, Item, Outer, Strange

Json = Any
T = TypeVar("T")
ALIAS = TypeAliasType("ALIAS", Annotated[int, Field(ge=3)])
PORT = NewType("PORT", int)
INT64 = {"type": "integer", "format": "int64"}
ANYTHING = {"x-kubernetes-preserve-unknown-fields": True, "nullable": True}


class Row(NamedTuple):
    name: str
    type: Any
    node: Json
    default: Any = REQUIRED


class Page(Model, Generic[T]):
    of: list[T]


class Documented(Model):
    """What it is.

    In two paragraphs.
    """

    own: Item
    """An item, and more of it."""

    plain: Item
    said: Annotated[int, Field(description="By Field.")] = 1
    gone: Annotated[int, Field(deprecated="use said")] = 1
    """How many."""


ROWS = [
    Row("an int has 64 bits", int, INT64),
    Row("a size that a format has is not said twice", Int32, {"type": "integer", "format": "int32"}),
    Row("the stricter bound counts", Annotated[Int32, Field(ge=1), Field(ge=0)], {"type": "integer", "format": "int32", "minimum": 1}),
    Row("an exclusive bound is a boolean beside it", Annotated[int, Field(gt=0)], {**INT64, "minimum": 0, "exclusiveMinimum": True}),
    Row("an inclusive bound that is stricter", Annotated[int, Field(gt=0), Field(ge=2)], {**INT64, "minimum": 2}),
    Row("a bound on an optional field", Annotated[int, Field(le=3)] | None, {**INT64, "maximum": 3}, None),
    Row("a bound outside of the option", Annotated[int | None, Field(le=3)], {**INT64, "maximum": 3}, None),
    Row("optional is not nullable", str | None, {"type": "string"}, None),
    Row("null is a value", Nullable[str], {"type": "string", "nullable": True}, None),
    Row("null beside an enum", Nullable[Literal["a"]], {"type": "string", "nullable": True, "allOf": [{"enum": ["a"]}]}, None),
    Row("a default of an optional field", int | None, {**INT64, "default": 3}, 3),
    Row("a whole number as the default of a float", float, {"type": "number", "default": 1}, 1.0),
    Row("a duration", Duration, {"type": "string", "format": "duration", "pattern": r"^[+-]?(0|(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|[uµμ]s|ms|s|m|h))+)$", "default": "1m30s"}, timedelta(seconds=90)),
    Row("an enum of integers", Literal[1, 2], {**INT64, "enum": [1, 2]}),
    Row("an alias", ALIAS, {**INT64, "minimum": 3}),
    Row("an optional alias", ALIAS | None, {**INT64, "minimum": 3}, None),
    Row("a new type", PORT, INT64),
    Row("a list's length", Annotated[list[str], Field(max_length=3)], {"type": "array", "items": {"type": "string"}, "maxItems": 3}),
    Row("a map's length", Annotated[dict[str, int], Field(min_length=1)], {"type": "object", "additionalProperties": INT64, "minProperties": 1}),
    Row("lengths of annotated_types", Annotated[str, annotated_types.Len(1, 3)], {"type": "string", "minLength": 1, "maxLength": 3}),
    Row("two patterns", Annotated[str, Field(pattern="^a"), Field(pattern="b$")], {"type": "string", "pattern": "^a", "allOf": [{"pattern": "b$"}]}),
    Row("a list of what has limits", list[Annotated[str, Field(max_length=3)]], {"type": "array", "items": {"type": "string", "maxLength": 3}}),
    Row("anything", Any, ANYTHING),
    Row("an object of anything", dict[str, Any], {"type": "object", "x-kubernetes-preserve-unknown-fields": True}),
    Row("a map of anything", dict[str, list[Any]], {"type": "object", "additionalProperties": {"type": "array", "items": ANYTHING}}),
    Row("a key in Python's name", Annotated[list[create_model("One", __base__=Model, node_name=(str, ...))], ListMap("node_name")], {"type": "array", "items": {"type": "object", "required": ["nodeName"], "properties": {"nodeName": {"type": "string"}}}, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["nodeName"]}),
    Row("a generic model", Page[int], {"type": "object", "required": ["of"], "properties": {"of": {"type": "array", "items": INT64}}}),
    Row("an empty model", create_model("Empty", __base__=Model), {"type": "object"}),
    Row("a quantity", Quantity, {"anyOf": [{"type": "integer"}, {"type": "string"}], "pattern": r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?[0-9]+))?$", "x-kubernetes-int-or-string": True}),
    Row("a rule in all its parts", Annotated[int, cel("self > 0", "positive", message_expression="'no ' + string(self)", reason="FieldValueInvalid", field_path=".a", optional_old_self=True)], {**INT64, "x-kubernetes-validations": [{"rule": "self > 0", "message": "positive", "messageExpression": "'no ' + string(self)", "reason": "FieldValueInvalid", "fieldPath": ".a", "optionalOldSelf": True}]}),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_type_is_said_in_a_schema(row: Row) -> None:
    assert field(row.type, row.default) == row.node


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_every_feature_has_a_structural_schema(feature: Feature) -> None:
    schema = root(feature.type, feature.default)
    assert check(schema) == []


def test_a_default_is_written_out_whole() -> None:
    """The server holds it to CEL before it fills in the defaults inside."""
    assert field(Outer, Outer())["default"] == {"inner": {"a": "y", "c": []}, "more": {}}


class Null(Model):
    kept: Nullable[int] = 3


def test_a_null_in_a_default_is_a_value() -> None:
    assert field(Null, Null(kept=None))["default"] == {"kept": None}


def test_names_are_kubernetes() -> None:
    assert list(field(Strange)["properties"]) == ["from", "maxSize", "x-class", "in"]


def test_texts_come_from_docstrings_and_from_field() -> None:
    node = field(Documented)
    assert node["description"] == "What it is.\n\nIn two paragraphs."
    said = {name: each["description"] for name, each in node["properties"].items()}
    assert said == {
        "own": "An item, and more of it.",
        "plain": "An item with a key.",
        "said": "By Field.",
        "gone": "How many.\n\nDeprecated: use said",
    }


def test_an_immutable_field_that_may_be_absent_is_not_removed() -> None:
    node = field(
        create_model(
            "Some", __base__=Model, a=(Annotated[str, Immutable] | None, None), b=(Annotated[str, Immutable], "x")
        )
    )
    assert node["x-kubernetes-validations"] == [{"rule": "!has(oldSelf.a) || has(self.a)", "message": "a is immutable"}]


def test_names_that_cel_reserves_are_escaped() -> None:
    @at_most_one_of("in_", "max_size")
    class Some(Model):
        in_: str | None = None
        max_size: int | None = None

    (rule,) = field(Some)["x-kubernetes-validations"]
    assert rule == {
        "rule": "[has(self.__in__), has(self.maxSize)].filter(x, x).size() <= 1",
        "message": "at most one of in, maxSize must be set",
    }


def test_a_union_knows_its_fields_by_their_own_names() -> None:
    @one_of("pod_ip", "host_ip")
    class Address(Model):
        pod_ip: Annotated[str | None, Field(alias="podIP")] = None
        host_ip: Annotated[str | None, Field(alias="hostIP")] = None

    (rule,) = field(Address)["x-kubernetes-validations"]
    assert rule["message"] == "exactly one of podIP, hostIP must be set"
    assert Address(pod_ip="a").pod_ip == Address.model_validate({"podIP": "a"}).pod_ip


class Refusal(NamedTuple):
    type: Any
    why: str
    advice: str
    default: Any = REQUIRED


class Loop(Model):
    next: Loop | None = None


class Foreign(BaseModel):
    a: str


class Typed(TypedDict):
    a: str


@one_of("first", "second")
class Always(Model):
    first: str
    second: str | None = None


REFUSALS = {
    "timedelta": Refusal(timedelta, "timedelta has no structural schema", "kconv.crd.Duration"),
    "timedelta, optional": Refusal(timedelta | None, "timedelta has no structural schema", "kconv.crd.Duration", None),
    "Decimal": Refusal(Decimal, "Decimal", "kconv.crd.Quantity"),
    "bytes": Refusal(bytes, "bytes", "kconv.crd.Base64Bytes"),
    "time": Refusal(time, "time", "str with a pattern"),
    "tuple": Refusal(tuple[int, str], "tuple", "list[…]"),
    "set": Refusal(set[str], "set", "Annotated[list[…], Set]"),
    "frozenset": Refusal(frozenset[str], "frozenset", "Annotated[list[…], Set]"),
    "deque": Refusal(deque[str], "deque", "list[…]"),
    "Sequence": Refusal(Sequence[str], "Sequence", "list[…]"),
    "Mapping": Refusal(Mapping[str, str], "Mapping", "dict[str, …]"),
    "a bare list": Refusal(list, "list", "the type of its items"),
    "a bare dict": Refusal(dict, "dict", "dict[str, Any]"),
    "network": Refusal(IPv4Network, "IPv4Network", 'Format("cidr")'),
    "path": Refusal(Path, "Path", "write str"),
    "secret": Refusal(SecretStr, "SecretStr", "refer to a Secret"),
    "url": Refusal(AnyUrl, "AnyUrl", 'Format("uri")'),
    "typed dict": Refusal(Typed, "Typed", "kconv.crd.Model"),
    "another pydantic model": Refusal(Foreign, "Foreign is not a kconv.crd.Model", "kconv.crd.Model"),
    "a model that contains itself": Refusal(Loop, "Loop contains itself", "PreserveUnknown"),
    "int | str": Refusal(int | str, "int | str", "IntOrString"),
    "a union": Refusal(int | bool, "a union of int, bool", "@one_of"),
    "a union of models": Refusal(Item | Outer, "a union of Item, Outer", "@one_of"),
    "an enum of two types": Refusal(Literal["a", 1], "an enum of int, str", "only strings or only integers"),
    "an enum with None": Refusal(Literal["a", None], "an enum of", "Nullable"),
    "None in a list": Refusal(list[int | None], "None in a list", "Nullable"),
    "may be None and must be there": Refusal(int | None, "is required and may be None", "Nullable[T]"),
    "a key that is no text": Refusal(dict[int, str], "does not check the keys of a map", "cel"),
    "a key with a pattern": Refusal(dict[Annotated[str, Field(pattern="a")], str], "does not check the keys of a map", "cel"),
    "a broken pattern": Refusal(Annotated[str, Field(pattern=r"a{1001}")], "1000", "RE2"),
    "a bound of a text": Refusal(Annotated[datetime, Field(ge=datetime(2026, 1, 1))], "ge=", "cel"),
    "a fraction": Refusal(Annotated[float, Field(multiple_of=0.5)], "multiple_of=0.5", "smaller unit"),
    "a length of a model": Refusal(Annotated[IntOrString, Field(max_length=3)], "max_length=3", "cel"),
    "stripped text": Refusal(Annotated[str, StringConstraints(strip_whitespace=True)], "strip_whitespace=True", "cel"),
    "a predicate": Refusal(Annotated[str, annotated_types.Predicate(str.isalpha)], "func=", "cel"),
    "a serializer": Refusal(Annotated[int, PlainSerializer(str)], "PlainSerializer", "Schema"),
    "an unknown mark": Refusal(Annotated[int, "ge=3"], "'ge=3' in Annotated", "a mark of kconv.crd"),
    "a key that is not there": Refusal(Annotated[list[Item], ListMap("nme")], "no field nme", ""),
    "a key of what is no list": Refusal(Annotated[str, ListMap("name")], "is for lists", ""),
    "a set of objects": Refusal(Annotated[list[Item], Set], "Atomic", ""),
    "a type that no release has": Refusal(Annotated[dict[str, Any], BuiltIn("core.v1.PodTemplatSpec")], "is it core.v1.PodTemplateSpec?", ""),
    "a default of another type": Refusal(int, "does not have the type of the field", "", "x"),
    "a default that changes": Refusal(datetime, "is different each time", "controller", Field(default_factory=lambda: datetime.now())),
    "a union of what is always there": Refusal(Always, "always present", ""),
}  # fmt: skip


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS.keys())
def test_what_cannot_be_said_is_refused_with_advice(refusal: Refusal) -> None:
    try:
        root(refusal.type, refusal.default)
    except DeclarationError as error:
        (fault,) = error.faults
        assert refusal.why in fault.why
        assert refusal.advice in fault.advice
    else:
        pytest.fail("it was taken")


def test_a_pattern_that_only_python_reads_is_refused() -> None:
    class Looking(Model):
        model_config = ConfigDict(regex_engine="python-re")
        a: Annotated[str, Field(pattern="^(?=a)")]

    with pytest.raises(DeclarationError, match="lookaround"):
        root(Looking)


class Wrong(Model):
    fine: int
    first: timedelta
    second: Annotated[list[Item], ListMap("nme")] = []


def test_every_refusal_has_its_line() -> None:
    with pytest.raises(DeclarationError) as caught:
        root(Wrong)
    lines = Path(__file__).read_text().splitlines()
    places = [(lines[(fault.place.line or 0) - 1].strip(), fault.path) for fault in caught.value.faults]
    assert places == [
        ("first: timedelta", "Wrong.first"),
        ('second: Annotated[list[Item], ListMap("nme")] = []', "Wrong.second"),
    ]
    assert str(caught.value).startswith("tests/crd/test_schema.py:")


class Stripped(Model):
    model_config = ConfigDict(str_strip_whitespace=True)
    a: str = ""


class Computed(Model):
    a: int = 1

    @computed_field  # type: ignore[prop-decorator]
    @property
    def double(self) -> int:
        return self.a * 2


class Serialized(Model):
    a: int = 1

    @field_serializer("a")
    def text(self, value: int) -> str:
        return str(value)


class Excluded(Model):
    cache: Annotated[int, Field(exclude=True)] = 0


class Renamed(Model):
    a: Annotated[int, Field(validation_alias=AliasChoices("b", "c"))] = 0


class Twice(Model):
    max_size: int = 0
    maxSize: int = 1  # noqa: N815


class Shown(Model):
    wait: Annotated[Duration, Field(examples=[timedelta(1)])] = timedelta(0)


CLASSES = {
    Stripped: ("Stripped", "str_strip_whitespace in model_config", "give a pattern"),
    Computed: ("Computed.double", "is computed", "property"),
    Serialized: ("Serialized.text", "writes values", "kconv.crd.Schema"),
    Excluded: ("Excluded.cache", "is excluded from the object", "private attribute"),
    Renamed: ("Renamed.a", "has different names", "Field(alias="),
    Twice: ("Twice.maxSize", "two fields have the name maxSize", "alias"),
    Shown: ("Shown.wait", "is not JSON", "as it is in the object"),
}


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_what_a_class_says_in_pythons_words_only_is_refused(cls: type[Model]) -> None:
    with pytest.raises(DeclarationError) as caught:
        root(cls, cls())
    (fault,) = caught.value.faults
    path, why, advice = CLASSES[cls]
    assert (fault.path, why in fault.why, advice in fault.advice) == (path, True, True)


def test_what_python_alone_checks_is_a_warning() -> None:
    class Checked(Model):
        a: Annotated[int, AfterValidator(lambda value: value)] = 1
        b: int = 1
        c: Annotated[Item, AfterValidator(lambda value: value)] = Item(name="x")

        @field_validator("b")
        @classmethod
        def odd(cls, value: int) -> int:
            return value

    walk = Walk(latest())
    walk.root(resource(Checked))
    assert [fault.path for fault in walk.warnings] == ["Checked.a", "Checked.c", "Checked.odd"]
    assert all("not checked by the API server" in fault.why for fault in walk.warnings)


def resource(kind: Any, default: Any = REQUIRED) -> type[Resource]:
    made: Any = create_model("Thing", __base__=Resource, spec=(kind, default))
    return api_version("tests.kconv.dev/v1")(made)


def root(kind: Any, default: Any = REQUIRED) -> Json:
    return Walk(latest()).root(resource(kind, default))


def field(kind: Any, default: Any = REQUIRED) -> Json:
    return root(kind, default)["properties"]["spec"]
