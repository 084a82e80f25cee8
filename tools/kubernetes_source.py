"""The resources of a Kubernetes release, read from the Go modules of the release.

No server of the release is needed: the repository contains the discovery documents of a server with all versions
enabled (from 1.28 on), the OpenAPI document of such a server, the table that an integration test compares with etcd
(storage versions), the lists of what is on by default, and the priorities in which the aggregator publishes versions.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from kconv.names import version_order

GroupVersion = tuple[str, str]
# How a server names what an HTTP method does to a resource (k8s.io/apiserver pkg/endpoints/installer.go).
VERBS = {"get": "get", "list": "list", "post": "create", "put": "update", "patch": "patch", "delete": "delete"}
VERBS |= {"deletecollection": "deletecollection", "watch": "watch", "watchlist": "watch"}
_PATH = re.compile(r"/(?:api|apis/(?P<group>[^/]+))/(?P<version>v[^/]+)/(?P<watch>watch/)?(?P<rest>.+)")
_STORED = re.compile(r'^\t\tgvr\("(.*?)", "(.*?)", "(.*?)"\): +\{\n(.*?)^\t\t\}', re.MULTILINE | re.DOTALL)
_GATED = re.compile(
    r'^(\t+)etcdStorageData\[gvr\("(.*?)", "(.*?)", "(.*?)"\)\] = StorageData\{\n(.*?)^\1\}', re.MULTILINE | re.DOTALL
)
_EXPECTED = re.compile(r'ExpectedGVK: +gvkP\("(.*?)", "(.*?)", "(.*?)"\)')
_SHORT = re.compile(r"ShortNames\(\) \[\]string \{\s*return \[\]string\{(.*?)\}")
_CATEGORIES = re.compile(r"(?:Categories\(\) \[\]string \{\s*return |categories: +|&REST\{\w+, )\[\]string\{(.*?)\}")
_RESOURCE = re.compile(r'\bResource\("([a-z]+)"\)')
_PRIORITY = re.compile(r'\{Group: "(.*?)", Version: "(.*?)"\}: +\{[Gg]roup: \d+, [Vv]ersion: (\d+)\}')
_IMPORT = re.compile(r'^\t(\w+) +"k8s\.io/(?:api|kubernetes/pkg/apis)/([a-z]+)/(v\w+)"', re.MULTILINE)
_GROUP = re.compile(r'^const GroupName = "(.*)"', re.MULTILINE)
_LIST = re.compile(
    r"(Enable|Disable)(?:d\w+ = \[\]schema\.GroupVersion(?:Resource)?\{|(?:Versions|Resources)\()\n(.*?)^\t+[)}]",
    re.MULTILINE | re.DOTALL,
)
_ENTRY = re.compile(r'(\w+)\.SchemeGroupVersion(?:\.WithResource\("(\w+)"\))?,')


class Resource(NamedTuple):
    """A resource or subresource of a release.

    ``storage`` is "group/version/kind", "unknown" if it is not known, or empty if the resource is never stored.
    ``default`` is on or off without --runtime-config.
    """

    group: str
    version: str
    name: str
    kind: str
    scope: str
    short: str
    categories: str
    verbs: str
    storage: str
    default: str


class Source:
    """The sources of one release: k8s.io/kubernetes, and the two servers that are separate modules."""

    def __init__(self, release: str, modules: Path) -> None:
        self.release = release
        self.root = modules / f"k8s.io/kubernetes@v{release}"
        minor = release.split(".")[1]
        patterns = [f"kubernetes@v{release}", f"apiextensions-apiserver@v0.{minor}.*", f"kube-aggregator@v0.{minor}.*"]
        self.roots = []
        for pattern in patterns:
            found = list((modules / "k8s.io").glob(pattern))
            if not found:
                raise SystemExit(f"k8s.io/{pattern} is not in {modules}: go mod download fetches it")
            self.roots.append(max(found, key=lambda path: int(path.name.rpartition(".")[2])))

    def resources(self) -> list[Resource]:
        """Everything that a server of the release serves with all versions and gates enabled, with subresources."""
        documented, discovered = list(self.documented()), list(self.discovered())
        if discovered and [one[:8] for one in sorted(discovered)] != [one[:8] for one in documented]:
            raise SystemExit(f"{self.release}: discovery and the OpenAPI document differ")
        found = discovered or documented
        storage, defaults = self.storage(found), self.defaults()
        return [
            one._replace(
                storage=storage[one[:3]],
                default=defaults.get((*one[:2], one.name.partition("/")[0])) or defaults[(*one[:2], "")],
            )
            for one in found
        ]

    def discovered(self) -> Iterator[Resource]:
        """The discovery documents; empty before 1.28 (1.27 has those of one group)."""
        if not (self.root / "api/discovery/api__v1.json").exists():
            return
        for path in sorted((self.root / "api/discovery").glob("api*__v[0-9]*.json")):
            document = json.loads(path.read_text())
            group, _, version = document["groupVersion"].rpartition("/")
            for entry in document["resources"]:
                own = (entry.get("group", group), entry.get("version", version))
                yield Resource(
                    *(group, version, entry["name"]),
                    _kind(entry["kind"], own, (group, version)),
                    "Namespaced" if entry["namespaced"] else "Cluster",
                    " ".join(entry.get("shortNames", [])),
                    " ".join(entry.get("categories", [])),
                    " ".join(sorted(entry["verbs"])),
                    entry.get("storageVersionHash", ""),
                    "",
                )

    def documented(self) -> Iterator[Resource]:
        """The same from the paths of the OpenAPI document, with the short names from the source of the storage."""
        verbs: dict[tuple[str, str, str], set[str]] = {}
        kinds: dict[tuple[str, str, str], str] = {}
        namespaced = set()
        for key, inside, action, gvk in self._operations():
            verbs.setdefault(key, set()).add(VERBS[action])
            if gvk:
                kinds[key] = _kind(gvk["kind"], (gvk["group"], gvk["version"]), key[:2])
            if inside:
                namespaced.add(key)
        for key in sorted(kinds):
            scope = "Namespaced" if key in namespaced else "Cluster"
            nothing = self.words.get(kinds[key].lower(), ("", ""))
            short, categories = nothing if "/" in key[2] else self.words.get(key[2], nothing)
            yield Resource(*key, kinds[key], scope, short, categories, " ".join(sorted(verbs[key])), "", "")

    def _operations(self) -> Iterator[tuple[tuple[str, str, str], bool, str, dict[str, str]]]:
        """Group, version and name, whether namespaced, the action, and the kind that the operation accepts."""
        paths: dict[str, dict[str, Any]] = json.loads((self.root / "api/openapi-spec/swagger.json").read_text())[
            "paths"
        ]
        for path, operations in paths.items():
            found = _PATH.fullmatch(path)
            if not found:
                continue
            rest = re.sub(r"^namespaces/\{namespace\}/", "", found["rest"])
            name = "/".join(part for part in rest.split("/") if not part.startswith("{"))
            key = (found["group"] or "", found["version"], name)
            for method, operation in operations.items():
                action = isinstance(operation, dict) and operation.get("x-kubernetes-action")
                action = method if action == "connect" else action
                if action in VERBS:
                    gvk = operation.get("x-kubernetes-group-version-kind", {})
                    yield key, rest != found["rest"], action, {} if found["watch"] else gvk

    @cached_property
    def words(self) -> dict[str, tuple[str, str]]:
        """A resource's short names and categories, from the type that stores it."""
        found = {}
        for file in sorted(file for root in self.roots for file in (root / "pkg/registry").rglob("*.go")):
            text = file.read_text() if not file.name.endswith("_test.go") else ""
            lists = [pattern.search(text) for pattern in (_SHORT, _CATEGORIES)]
            if any(lists):
                named = _RESOURCE.search(text)
                found[named[1] if named else file.parent.name] = tuple(
                    " ".join(re.findall(r'"(.+?)"', one[1])) if one else "" for one in lists
                )
        return found

    def storage(self, resources: Iterable[Resource]) -> dict[tuple[str, ...], str]:
        """The storage version of each resource. Raises SystemExit if discovery and the table of the test differ."""
        tested = self._tested()
        hashes = {_hash(kind): kind for kind in {*tested.values(), *map(_own, resources)}}
        found = {}
        for one in resources:
            stored = {"create", "get"} <= set(one.verbs.split()) and "/" not in one.name
            told = tested.get(one[:3], "unknown") or _own(one) if stored else ""
            if one.storage and hashes[one.storage] != told:
                raise SystemExit(f"{self.release} {one[:3]}: discovery says {hashes[one.storage]}, etcd's test {told}")
            found[one[:3]] = told
        return found

    def _tested(self) -> dict[tuple[str, ...], str]:
        """test/integration/etcd/data.go: group, version and resource → the version in etcd, "" if it is the same."""
        text = (self.root / "test/integration/etcd/data.go").read_text()
        found = {}
        for *key, body in _STORED.findall(text) + [row[1:] for row in _GATED.findall(text)]:
            expected = _EXPECTED.search(body)
            found[tuple(key)] = "/".join(expected.groups()) if expected else ""
        return found

    def defaults(self) -> dict[tuple[str, ...], str]:
        """Group, version and resource ("" for all others) → on or off: DefaultAPIResourceConfigSource.

        The servers of CustomResourceDefinition and APIService, which are separate modules, have their own lists.
        """
        places = ("pkg/master/master.go", "pkg/controlplane/instance.go")
        text = next(place.read_text() for place in map(self.root.joinpath, places) if place.exists())
        versions = {alias: (self._group(folder), version) for alias, folder, version in _IMPORT.findall(text)}
        found = {(*versions[alias], resource): state for alias, resource, state in _states(text)}
        for root, group in zip(self.roots[1:], ("apiextensions.k8s.io", "apiregistration.k8s.io"), strict=True):
            states = _states((root / "pkg/apiserver/apiserver.go").read_text())
            found |= {(group, version, resource): state for version, resource, state in states}
        return found

    def _group(self, folder: str) -> str:
        """The name of the group whose types are in k8s.io/api/FOLDER."""
        text = (self.root / "pkg/apis" / folder / "register.go").read_text()
        found = _GROUP.search(text)
        if not found:
            raise SystemExit(f"{self.release}: pkg/apis/{folder}/register.go names no group")
        return found[1]

    def priorities(self, resources: Iterable[Resource]) -> dict[str, list[str]]:
        """The versions of each group, most preferred first, as the aggregator publishes them.

        Raises SystemExit if the published discovery has another order.
        """
        places = ("pkg/controlplane/apiserver/aggregator.go", "cmd/kube-apiserver/app/aggregator.go")
        text = "".join(place.read_text() for place in map(self.root.joinpath, places) if place.exists())
        ranks = {(group, version): int(rank) for group, version, rank in _PRIORITY.findall(text)}
        ranks |= {("apiregistration.k8s.io", "v1"): 2, ("apiregistration.k8s.io", "v1beta1"): 1}  # discoveryGroup()
        orders: dict[str, list[str]] = {}
        served = {one[:2] for one in resources} & set(ranks)
        for group, version in sorted(served, key=lambda name: (ranks[name], version_order(name[1])), reverse=True):
            orders.setdefault(group, []).append(version)
        published = self.root / "api/discovery/apis.json"
        for told in json.loads(published.read_text())["groups"] if published.exists() else []:
            if [one["version"] for one in told["versions"]] != orders[told["name"]]:
                raise SystemExit(f"{self.release}: discovery lists {told['versions']}, not {orders[told['name']]}")
        return orders


def _states(text: str) -> Iterator[tuple[str, str, str]]:
    """Of a list of enabled or disabled versions: the Go name of the version, the resource if any, on or off."""
    for what, entries in _LIST.findall(text):
        for alias, resource in _ENTRY.findall(entries):
            yield alias, resource, "on" if what == "Enable" else "off"


def _kind(kind: str, own: GroupVersion, around: GroupVersion) -> str:
    """A kind, with group and version if they are different: autoscaling/v1/Scale."""
    return kind if own == around else "/".join((*own, kind))


def _own(one: Resource) -> str:
    return f"{one.group}/{one.version}/{one.kind}"


def _hash(kind: str) -> str:
    """The hash of a storage version (k8s.io/apiserver pkg/endpoints/discovery/storageversionhash.go)."""
    return base64.b64encode(hashlib.sha256(kind.encode()).digest()[:8]).decode()
