"""Each type, constraint and mark once, with values that fit it and values that do not: what the models are made of that a
real API server is asked about."""

from __future__ import annotations

import enum
import uuid
from datetime import UTC, date, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, JsonValue, PositiveInt, StringConstraints

from kconv.crd import (
    Atomic,
    Base64Bytes,
    BuiltIn,
    Duration,
    Embedded,
    Format,
    Granular,
    Immutable,
    Int32,
    Int64,
    IntOrString,
    ListMap,
    Model,
    Nullable,
    ObjectMeta,
    Pattern,
    PreserveUnknown,
    Properties,
    Quantity,
    Schema,
    Set,
    at_least_one_of,
    at_most_one_of,
    cel,
    one_of,
)

Json = Any
REQUIRED: Any = ...


class Feature(NamedTuple):
    """A field's type and default, and values of it."""

    name: str
    type: Any
    default: Any = REQUIRED
    good: list[Json] = []
    bad: list[Json] = []


class Color(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Item(Model):
    """An item with a key."""

    name: Annotated[str, Field(max_length=8)]
    size: Int32 = 1
    """How large it is."""


class Keyed(Model):
    port: Int32
    protocol: str = "TCP"
    note: str | None = None


class Inner(Model):
    a: str = "x"
    b: Int32 | None = None
    c: list[str] = []


class Outer(Model):
    inner: Inner = Inner(a="y")
    more: dict[str, Inner] = {}
    other: Inner | None = None


class Strange(Model):
    from_: str
    max_size: int = 3
    class_: Annotated[str, Field(alias="x-class")] = ""
    in_: bool = False


@one_of("first", "second_one")
class ExactlyOne(Model):
    first: str | None = None
    second_one: int | None = None


@at_most_one_of("first", "in_")
class AtMostOne(Model):
    first: str | None = None
    in_: int | None = None


@at_least_one_of("first", "second")
class AtLeastOne(Model):
    first: Inner | None = None
    second: list[str] | None = None


@cel("self.low <= self.high", "low must not be above high", reason="FieldValueForbidden", field_path=".low")
class Ordered(Model):
    low: int = 0
    high: int = 0


@Properties(least=1, most=2)
class Few(Model):
    a: str | None = None
    b: str | None = None
    c: str | None = None


@cel("has(self.count) || has(self.inner.b)", "one of them")
class Guarded(Model):
    """The default `{}` would break the rule, which the server checks before it fills in the defaults inside."""

    count: int = 3
    inner: Inner = Inner()


class Open(Model):
    model_config = {"extra": "allow"}
    a: str = ""


@Atomic
class Whole(Model):
    a: str = ""
    b: str = ""


class Deprecated(Model):
    old: Annotated[str | None, Field(deprecated="use new", title="Old", examples=["a"])] = None
    new: str = ""


class Kept(Model):
    fixed: Annotated[str, Immutable] = "a"
    once: Annotated[str, Immutable] | None = None


class Item2(Model):
    name: Annotated[str, Field(max_length=8)]
    fixed: Annotated[str, Field(max_length=8), Immutable] | None = None


class Template(Model):
    metadata: ObjectMeta | None = None
    spec: Inner = Inner()


def keyed(*names: str) -> list[Json]:
    return [{"name": name} for name in names]


FEATURES: list[Feature] = [
    Feature("bool", bool, good=[True, False], bad=[0, 1, "true"]),
    Feature("bool default", bool, True, good=[False]),
    Feature("int", int, good=[0, -1, 2**31, 2**63 - 1, -(2**63)], bad=[1.5, "1", True, 2**63]),
    Feature("int default", int, 3, good=[4]),
    Feature("int32", Int32, good=[2**31 - 1, -(2**31)], bad=[2**31, -(2**31) - 1, "1"]),
    Feature("int64", Int64, good=[2**31, 2**63 - 1], bad=[2**63, 0.5]),
    Feature("float", float, good=[0.5, 1, -3e10, 1.0], bad=["1.5", True]),
    Feature("float default", float, 0.25, good=[1.5]),
    Feature("str", str, good=["", "a", "ä€😀"], bad=[1, True, ["a"]]),
    Feature("str default", str, "x", good=["y"]),
    Feature("str optional", str | None, None, good=["y"]),
    Feature("int optional default", int | None, 3, good=[4], bad=["x"]),
    Feature("nullable str", Nullable[str], None, good=["a", None]),
    Feature("nullable required", Nullable[Int32], good=[1, None], bad=["a"]),
    Feature("nullable enum", Nullable[Literal["a", "b"]], None, good=["a", None], bad=["c"]),
    Feature("nullable object", Nullable[Inner], None, good=[None, {}, {"a": "b"}], bad=[1]),
    Feature("nullable items", list[Nullable[int]], good=[[1, None]], bad=[["a"]]),
    Feature("nullable values", dict[str, Nullable[str]], good=[{"a": None}], bad=[{"a": 1}]),
    Feature("ge le", Annotated[int, Field(ge=1, le=10)], good=[1, 10], bad=[0, 11]),
    Feature("gt lt", Annotated[int, Field(gt=1, lt=10)], good=[2, 9], bad=[1, 10]),
    Feature("int32 ge", Annotated[Int32, Field(ge=1)], good=[1, 2**31 - 1], bad=[0, 2**31]),
    Feature("int32 optional le", Annotated[Int32, Field(le=5)] | None, None, good=[5], bad=[6]),
    Feature("positive int", PositiveInt, good=[1], bad=[0]),
    Feature("multiple of", Annotated[int, Field(multiple_of=3)], good=[0, 9, -3], bad=[10]),
    Feature("float bounds", Annotated[float, Field(gt=0, le=1)], good=[1, 0.1], bad=[0, 1.1]),
    Feature("float multiple", Annotated[float, Field(multiple_of=2)], good=[4, 2.0], bad=[1.2, 3]),
    Feature("length", Annotated[str, Field(min_length=2, max_length=3)], good=["ab", "äöü"], bad=["a", "abcd", ""]),
    Feature("pattern", Annotated[str, Field(pattern=r"^[a-z]+$")], good=["abc"], bad=["", "A", "a\n", "ä"]),
    Feature("pattern digits", Annotated[str, Field(pattern=r"^\d+$")], good=["12"], bad=["", "٣", "1\n"]),
    Feature("pattern words", Annotated[str, Field(pattern=r"^\w+\s\S$")], good=["a b"], bad=["ä b", "a\u00a0b"]),
    Feature("pattern inside", Annotated[str, Field(pattern="b")], good=["abc"], bad=["a"]),
    Feature("pattern unicode", Annotated[str, Field(pattern=r"^\p{L}+$")], good=["äß"], bad=["1"]),
    Feature("pattern case", Annotated[str, Field(pattern="(?i)^ab$")], good=["AB", "ab"], bad=["b"]),
    Feature("constraints", Annotated[str, StringConstraints(min_length=1, pattern="^a")], good=["a"], bad=["", "b"]),
    Feature("literal", Literal["a", "b"], good=["a", "b"], bad=["c", "A", ""]),
    Feature("literal default", Literal["a", "b"], "b", good=["a"], bad=["c"]),
    Feature("literal optional", Literal["a", "b"] | None, None, good=["a"], bad=["c"]),
    Feature("literal ints", Literal[301, 302], 302, good=[301], bad=[303, "301"]),
    Feature("literal bool", Literal[True], good=[True], bad=[False, 1]),
    Feature("enum", Color, Color.RED, good=["blue"], bad=["RED", 1]),
    Feature("int enum", Level, good=[1, 2], bad=[3, "1", "LOW"]),
    Feature("datetime", datetime, good=["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.123+02:00"], bad=["2026-01-02", "x", "2026-01-02T03:04:05", "2026-13-02T03:04:05Z", 1]),
    Feature("datetime default", datetime, datetime(2026, 1, 2, tzinfo=UTC), good=["2026-01-02T03:04:05Z"]),
    Feature("date", date, good=["2026-01-02"], bad=["2026-01-32", "x", 1]),
    Feature("uuid", uuid.UUID, good=["0b8a3f2e-6c1d-4e5f-8a9b-0c1d2e3f4a5b"], bad=["x", "0b8a3f2e", 1]),
    Feature("ipv4", IPv4Address, good=["10.0.0.1"], bad=["10.0.0.256", "::1", "x", 1]),
    Feature("ipv6", IPv6Address, good=["::1", "2001:db8::1"], bad=["10.0.0.1", "x", ":::", 1]),
    Feature("duration", Duration, good=["1h30m", "0", "-1.5s", "100ms"], bad=["1", "x", "PT1H", "1d", "3 days", 1, ""]),
    Feature("duration default", Duration, timedelta(seconds=10), good=["1m"]),
    Feature("base64", Base64Bytes, good=["aGk="], bad=["a", "a b=", "a-_=", 1]),
    Feature("base64 default", Base64Bytes, b"hi", good=["aGk="]),
    Feature("quantity", Quantity, good=["1Gi", "500m", 1, "0.5", "1e3", "-1"], bad=["1Gb", "x", "", True, 1.5]),
    Feature("quantity default", Quantity, "1Gi", good=["2Gi"]),
    Feature("int or string", IntOrString, good=[1, "25%", ""], bad=[True, 1.5, []]),
    Feature("int or string default", IntOrString, "25%", good=[3]),
    Feature("percent", Annotated[IntOrString, Pattern("^[0-9]+%$")], "25%", good=[3, "1%"], bad=["x", "%"]),
    Feature("quantity of a unit", Annotated[Quantity, Pattern("Gi$")], good=[1, "1Gi"], bad=["1Mi", "Gi"]),
    Feature("few", Few, good=[{"a": "x"}, {"a": "x", "b": "y"}], bad=[{}, {"a": "x", "b": "y", "c": "z"}]),
    Feature("few in a field", Annotated[Few, Properties(most=1)], good=[{"a": "x"}], bad=[{"a": "x", "b": "y"}]),
    Feature("one of in a field", Annotated[Few, one_of("a", "b")], good=[{"a": "x"}, {"b": "x", "c": "y"}], bad=[{"a": "x", "b": "y"}, {"c": "x"}]),
    Feature("nullable embedded", Nullable[Annotated[dict[str, Any], Embedded]], None, good=[None, {"apiVersion": "v1", "kind": "Pod"}]),
    Feature("uri", Annotated[str, Format("uri")], good=["https://a.b/c?d=e", "/a"], bad=["a b", "x"]),
    Feature("hostname", Annotated[str, Format("hostname")], good=["a.example.com"], bad=["-a", "a_b"]),
    Feature("email", Annotated[str, Format("email")], good=["a@example.com"], bad=["a"]),
    Feature("cidr", Annotated[str, Format("cidr")], good=["10.0.0.0/8", "::/0"], bad=["10.0.0.0", "10.0.0.0/33"]),
    Feature("mac", Annotated[str, Format("mac")], good=["00:11:22:33:44:55"], bad=["x"]),
    Feature("hexcolor", Annotated[str, Format("hexcolor")], good=["#fff"], bad=["x"]),
    Feature("password", Annotated[str, Format("password")], good=["x", ""], bad=[1]),
    Feature("uuid4", Annotated[str, Format("uuid4")], good=["0b8a3f2e-6c1d-4e5f-8a9b-0c1d2e3f4a5b"], bad=["x"]),
    Feature("list", list[str], good=[[], ["a"]], bad=["a", [1], {}, [None]]),
    Feature("list default", list[str], [], good=[["a"]]),
    Feature("list default full", list[int], [1, 2], good=[[3]]),
    Feature("list optional", list[str] | None, None, good=[["a"]]),
    Feature("list length", Annotated[list[int], Field(min_length=1, max_length=2)], good=[[1], [1, 2]], bad=[[], [1, 2, 3]]),
    Feature("list of lists", list[list[int]], good=[[[1], []]], bad=[[1], [["a"]]]),
    Feature("list of patterns", list[Annotated[str, Field(pattern="^a", max_length=2)]], good=[["a", "ab"]], bad=[["b"], ["abc"]]),
    Feature("set", Annotated[list[str], Set], good=[["a", "b"]], bad=[["a", "a"]]),
    Feature("set of ints", Annotated[list[int], Set], [], good=[[1, 2]], bad=[[1, 1]]),
    Feature("set of objects", Annotated[list[Whole], Set], [], good=[[{"a": "1"}, {"a": "2"}]], bad=[[{"a": "1"}, {"a": "1"}]]),
    Feature("atomic list", Annotated[list[Item], Atomic], good=[keyed("a", "a")], bad=[[{}]]),
    Feature("list map", Annotated[list[Item], ListMap("name")], good=[keyed("a", "b"), []], bad=[keyed("a", "a"), [{}], keyed("123456789")]),
    Feature("list map two keys", Annotated[list[Keyed], ListMap("port", "protocol")], [], good=[[{"port": 1}, {"port": 1, "protocol": "UDP"}]], bad=[[{"port": 1}, {"port": 1, "protocol": "TCP"}]]),
    Feature("list map of immutable", Annotated[list[Item2], ListMap("name"), Field(max_length=8)], [], good=[[{"name": "a", "fixed": "b"}]], bad=[keyed("a", "a")]),
    Feature("map", dict[str, str], good=[{}, {"a": "b", "c.d/e": ""}], bad=[{"a": 1}, []]),
    Feature("map default", dict[str, int], {"a": 1}, good=[{"b": 2}]),
    Feature("map length", Annotated[dict[str, int], Field(min_length=1, max_length=2)], good=[{"a": 1}], bad=[{}, {"a": 1, "b": 2, "c": 3}]),
    Feature("map of objects", dict[str, Item], good=[{"a": {"name": "b"}}], bad=[{"a": {}}]),
    Feature("map of lists", dict[str, list[Annotated[int, Field(ge=0)]]], {}, good=[{"a": [1]}], bad=[{"a": [-1]}]),
    Feature("atomic map", Annotated[dict[str, str], Atomic], {}, good=[{"a": "b"}]),
    Feature("granular map", Annotated[dict[str, str], Granular], {}, good=[{"a": "b"}]),
    Feature("free object", dict[str, Any], good=[{}, {"a": [1, {"b": None}]}], bad=["a", []]),
    Feature("preserve", Annotated[dict[str, str], PreserveUnknown], {}, good=[{"a": "b"}]),
    Feature("anything", Any, good=[1, "a", [], {}, True]),
    Feature("json", JsonValue, "x", good=[1, {"a": 1}]),
    Feature("object", Inner, good=[{}, {"a": "b", "b": 1, "c": ["d"]}], bad=[{"a": 1}, "a", []]),
    Feature("object default", Inner, Inner(b=2), good=[{"a": "c"}]),
    Feature("object optional", Inner | None, None, good=[{}], bad=[1]),
    Feature("nested defaults", Outer, Outer(), good=[{"inner": {"a": "q"}, "more": {"x": {}}}], bad=[{"more": {"x": {"a": 1}}}]),
    Feature("odd names", Strange, good=[{"from": "a", "maxSize": 1, "x-class": "b", "in": True}], bad=[{}, {"from": 1}]),
    Feature("one of", ExactlyOne, good=[{"first": "a"}, {"secondOne": 1}], bad=[{}, {"first": "a", "secondOne": 1}]),
    Feature("at most one of", AtMostOne, AtMostOne(), good=[{}, {"in": 1}], bad=[{"first": "a", "in": 1}]),
    Feature("at least one of", AtLeastOne, good=[{"first": {}}, {"first": {}, "second": []}], bad=[{}]),
    Feature("cel class", Ordered, Ordered(), good=[{"low": 1, "high": 2}]),
    Feature("cel and a default", Guarded, Guarded(), good=[{"count": 1}]),
    Feature("cel field", Annotated[str, cel("self.startsWith('a')", message_expression="'not ' + self"), Field(max_length=9)], good=["ab"]),
    Feature("cel list", Annotated[list[Annotated[str, Field(max_length=9)]], cel("self.all(x, x != 'z')", "no z"), Field(max_length=4)], [], good=[["a"]]),
    Feature("cel optional old", Annotated[int, cel("!oldSelf.hasValue() || self >= oldSelf.value()", "grows", optional_old_self=True)], 0, good=[1]),
    Feature("cel reserved", Annotated[Strange, cel("!self.__in__ || self.from != ''", "says so")], good=[{"from": "a"}]),
    Feature("immutable", Annotated[str, Immutable], good=["a"]),
    Feature("immutable fields", Kept, Kept(), good=[{"once": "a"}]),
    Feature("immutable object", Annotated[Inner, Immutable], Inner(), good=[{"a": "b"}]),
    Feature("open", Open, good=[{"z": 1}, {}], bad=[{"a": 1}]),
    Feature("whole", Whole, Whole(), good=[{"a": "b"}]),
    Feature("deprecated", Deprecated, Deprecated(), good=[{"new": "a"}]),
    Feature("title and example", Annotated[int, Field(title="Size", description="How large.", examples=[3])], 1, good=[2]),
    Feature("template", Template, Template(), good=[{"metadata": {"labels": {"a": "b"}}, "spec": {"a": "c"}}], bad=[{"metadata": {"labels": {"a": 1}}}]),
    Feature("embedded", Annotated[dict[str, Any], Embedded], good=[{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}}]),
    Feature("schema", Annotated[Any, Schema({"type": "string", "maxLength": 3})], good=["abc"]),
    Feature("pod template", Annotated[dict[str, Any], BuiltIn("core.v1.PodTemplateSpec")], good=[{}, {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "a", "ports": [{"containerPort": 80}], "resources": {"limits": {"cpu": 1}}}]}}], bad=[{"spec": {"containers": "a"}}, {"spec": {"containers": [{"name": 1}]}}, {"spec": {}}]),
    Feature("label selector", Annotated[dict[str, Any], BuiltIn("meta.v1.LabelSelector")] | None, None, good=[{"matchLabels": {"a": "b"}}], bad=[{"matchLabels": {"a": 1}}]),
    Feature("resources", Annotated[dict[str, Any], BuiltIn("core.v1.ResourceRequirements")], {}, good=[{"limits": {"cpu": "1", "memory": 3}}], bad=[{"limits": {"cpu": "x"}}]),
    Feature("service port", Annotated[list[Annotated[dict[str, Any], BuiltIn("core.v1.ServicePort")]], Field(max_length=3)], [], good=[[{"port": 80, "targetPort": "http"}]], bad=[[{}], [{"port": "80"}]]),
]  # fmt: skip
POOL: list[Json] = [None, True, 0, 1, 1.5, 1e3, "", "a", "1", [], {}, [None], ["a"], {"a": None}, {"name": "n"}]
"""Values that are tried for every type."""
