"""The kustomize layers over an object are migrated with it, or both wait and the report names the line that prevents
it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path

import pytest

from kconv.manifests import source
from kconv.manifests.scope import Scope
from kconv.names import Release
from kconv.notes import Note
from kconv.pipeline.jobs import Deferred
from kconv.pipeline.migrate import FileOutcome, Options, convert_texts, migrate, scan
from kconv.pipeline.migrate.overlays import Overlays
from kconv.pipeline.migrate.target import Target

TARGET = Options(target=Release(32))
INGRESS = "apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata: {name: web}\nspec:\n  backend: {serviceName: web, servicePort: http}\n"
PATCH = "apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata: {name: web}\n"
BUDGET = "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {minAvailable: 1, selector: {matchLabels: {a: b}}}\n"
WEBHOOK = "apiVersion: admissionregistration.k8s.io/v1beta1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: web}\nwebhooks:\n- name: a.example.com\n  clientConfig: {url: https://localhost/}\n"
OPS = "- op: replace\n  path: {path}\n  value: x\n"
WORKLOAD = "apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    metadata: {labels: {run: web}}\n    spec: {containers: [{name: web, image: web}]}\n"
DEFINITION = "apiVersion: apiextensions.k8s.io/v1beta1\nkind: CustomResourceDefinition\nmetadata: {name: as.x.io}\nspec:\n  group: x.io\n  version: v1\n  scope: Namespaced\n  preserveUnknownFields: false\n  names: {plural: as, kind: A}\n  versions: [{name: v1, served: true, storage: true}]\n  validation: {openAPIV3Schema: {type: object}}\n  conversion: {strategy: Webhook, conversionReviewVersions: [v1], webhookClientConfig: {service: {name: a, namespace: b}}}\n"
ROLE = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r}\nrules:\n- {apiGroups: [extensions], resources: [daemonsets, ingresses], verbs: [get]}\n"
BASE = {"base/kustomization.yaml": "resources: [all.yaml]\n", "base/all.yaml": INGRESS}
STAYS = "{apiVersion: v1, kind: Service, metadata: {name: s}}"
WEB = "apiVersion: networking.k8s.io/v1beta1, kind: Ingress, metadata: {name: web}"
LIST = f"apiVersion: v1\nkind: List\nitems:\n- {STAYS}\n- {{{WEB}}}\n"
Tree = dict[str, str]


def over(text: str, **files: str) -> Tree:
    """The base, and an overlay over it."""
    named = {f"over/{name.replace('__', '/')}.yaml": content for name, content in files.items()}
    return {**BASE, "over/kustomization.yaml": f"resources: [../base]\n{text}", **named}


def inline(patch: str, target: str = "") -> str:
    body = "".join(f"    {line}\n" for line in patch.splitlines())
    return f"patches:\n- {f'target: {target}{chr(10)}  ' if target else ''}patch: |-\n{body}"


@dataclass(frozen=True)
class Case:
    """``waits`` are file:line of what waits, ``says`` a part of why; nothing waits without them, and all is moved."""

    name: str
    tree: Tree
    waits: tuple[str, ...] = ()
    says: str = ""
    paths: tuple[str, ...] = (".",)
    options: Options = TARGET
    others: dict[str, str] = field(default_factory=dict)


ON_WEB = "{kind: Ingress, name: web}"
CASES = [
    Case("no overlay", BASE),
    Case("a patch in a file", over("patches: [{path: p.yaml}]\n", p=PATCH + "spec: {backend: {serviceName: other}}\n")),
    Case("the same in the older field", over("patchesStrategicMerge: [p.yaml]\n", p=PATCH + "spec: {backend: {serviceName: other}}\n")),
    Case("a patch of another object", over("patches: [{path: p.yaml}]\n", p=PATCH.replace("web", "other") + "spec: {backend: {servicePort: 80}}\n")),
    Case("one that changes the type of a port", over("patches: [{path: p.yaml}]\n", p=PATCH + "spec: {backend: {servicePort: 80}}\n"), ("base/all.yaml:1", "over/p.yaml:1"), "would be built in networking.k8s.io/v1 with spec.defaultBackend.service.port.name: \"http\""),
    Case("an inline patch", over(inline(PATCH + "spec: {ingressClassName: a}\n")), ("base/all.yaml:1", "over/kustomization.yaml:4"), "an inline patch"),
    Case("an inline patch in the older field", over("patchesStrategicMerge:\n- |-\n" + "".join(f"  {line}\n" for line in PATCH.splitlines())), ("base/all.yaml:1", "over/kustomization.yaml:4"), "an inline patch"),
    Case("an inline patch with a target that still selects", over(inline(PATCH + "spec: {ingressClassName: a}\n", ON_WEB))),
    Case("a target that names the version", over(inline(PATCH + "spec: {ingressClassName: a}\n", "{version: v1beta1, kind: Ingress}")), ("base/all.yaml:1", "over/kustomization.yaml:3"), "selects v1beta1"),
    Case("a target that names an expression for both", over(inline(PATCH + "spec: {ingressClassName: a}\n", "{version: v1.*, kind: Ingress}"))),
    Case("an operation that still fits", over(inline(OPS.format(path="/metadata/name").replace("value: x", "value: web"), ON_WEB))),
    Case("an operation whose path moves", over(inline(OPS.format(path="/spec/backend/serviceName"), ON_WEB)), ("base/all.yaml:1", "over/kustomization.yaml:6"), "/spec/backend/serviceName is /spec/defaultBackend/service/name in networking.k8s.io/v1"),
    Case("in a file, where its own line is named", over(f"patches: [{{path: o.yaml, target: {ON_WEB}}}]\n", o="# two\n" + OPS.format(path="/spec/backend/serviceName")), ("base/all.yaml:1", "over/o.yaml:3"), "service/name"),
    Case("in JSON", over(f"patchesJson6902: [{{path: o.json, target: {ON_WEB}}}]\n") | {"over/o.json": '[\n {"op": "remove", "path": "/spec/backend/servicePort"}\n]\n'}, ("base/all.yaml:1", "over/o.json:2"), "service/port"),
    Case("only the operation that does not fit", over(inline("- {op: add, path: /spec/ingressClassName, value: a}\n" + OPS.format(path="/spec/backend/serviceName"), ON_WEB)), ("base/all.yaml:1", "over/kustomization.yaml:7"), "service/name"),
    Case("a replacement that still fits", over("replacements:\n- source: {kind: Ingress, name: web, fieldPath: metadata.name}\n  targets:\n  - select: {kind: Ingress}\n    fieldPaths: [metadata.annotations.x]\n    options: {create: true}\n")),
    Case("a replacement whose path moves", over("replacements:\n- source: {kind: Ingress, name: web, fieldPath: metadata.name}\n  targets:\n  - select: {kind: Ingress}\n    fieldPaths:\n    - spec.backend.serviceName\n"), ("base/all.yaml:1", "over/kustomization.yaml:7"), "spec.backend.serviceName is spec.defaultBackend.service.name"),
    Case("a replacement's source that moves", over("replacements:\n- source:\n    kind: Ingress\n    fieldPath: spec.backend.serviceName\n  targets:\n  - select: {kind: Service}\n    fieldPaths: [metadata.name]\n"), ("base/all.yaml:1", "over/kustomization.yaml:5"), "a different value"),
    Case("replacements in a file", over("replacements: [{path: r.yaml}]\n", r="- source: {kind: Ingress}\n  targets:\n  - select: {kind: Ingress, version: v1beta1}\n    fieldPaths: [metadata.name]\n"), ("base/all.yaml:1", "over/r.yaml:3"), "would no longer find"),
    Case("a variable", over("vars:\n- name: A\n  objref: {apiVersion: networking.k8s.io/v1beta1, kind: Ingress, name: web}\n"), ("base/all.yaml:1", "over/kustomization.yaml:4"), "would no longer find"),
    Case("a configuration whose path moves", over("configurations: [c.yaml]\n", c="nameReference:\n- kind: ConfigMap\n  fieldSpecs:\n  - kind: Ingress\n    path: spec/backend/serviceName\n"), ("base/all.yaml:1", "over/c.yaml:5"), "spec/backend/serviceName is spec.defaultBackend.service.name"),
    Case("a configuration of another field", over("configurations: [c.yaml]\n", c="nameReference:\n- kind: ConfigMap\n  fieldSpecs:\n  - kind: Ingress\n    path: spec/nowhere\n")),
    Case("a configuration of a key with a slash, of one version", over("configurations: [c.yaml]\n", c="nameReference:\n- kind: ConfigMap\n  fieldSpecs:\n  - {kind: Ingress, version: v1beta1, path: 'metadata/annotations/a.b\\/c'}\n") | {"base/all.yaml": INGRESS.replace("{name: web}", "{name: web, annotations: {a.b/c: d}}")}, ("base/all.yaml:1", "over/c.yaml:4"), "selects v1beta1"),
    Case("a name with a prefix from below", over("patches: [{path: p.yaml}]\n", p=PATCH.replace("web", "dev-web") + "spec: {backend: {servicePort: 80}}\n") | {"base/kustomization.yaml": "namePrefix: dev-\nresources: [all.yaml]\n"}, ("base/all.yaml:1", "over/p.yaml:1"), "port.name"),
    Case("a component", over("components: [../part]\n") | {"part/kustomization.yaml": "kind: Component\npatches: [{path: p.yaml}]\n", "part/p.yaml": PATCH + "spec: {backend: {servicePort: 80}}\n"}, ("base/all.yaml:1", "part/p.yaml:1"), "port.name"),
    Case("two overlays: one that fits waits for the other", over("patches: [{path: p.yaml}]\n", p=PATCH + "spec: {backend: {serviceName: other}}\n") | {"dev/kustomization.yaml": "resources: [../base]\n" + inline(PATCH)}, ("base/all.yaml:1", "dev/kustomization.yaml:4", "over/p.yaml:1"), "an inline patch"),
    Case("others in the same file move", over(inline(PATCH)) | {"base/all.yaml": f"{INGRESS}---\n{BUDGET}"}, ("base/all.yaml:1", "over/kustomization.yaml:4"), "an inline patch"),
    Case("a base that waits for a decision", over("patches: [{path: p.yaml}]\n", p=WEBHOOK.partition("webhooks")[0] + "  labels: {a: b}\n".replace("  labels", "webhooks: []\n#")) | {"base/all.yaml": WEBHOOK}, ("over/p.yaml:1",), "it requires a decision"),
    Case("a base that is not part of the run", over("patches: [{path: p.yaml}]\n", p=PATCH + "spec: {backend: {serviceName: other}}\n"), ("over/p.yaml:1",), "is not part of this run", paths=("over",)),
    Case("a patch that is not part of the run", over("patches: [{path: p.yaml}]\n", p=PATCH + "spec: {backend: {serviceName: other}}\n"), ("base/all.yaml:1",), "is not part of this run", paths=("base",)),
    Case("a patch that is not part of the run, whose version stands on its second line", over("patches: [{path: p.yaml}]\n", p="kind: Ingress\napiVersion: networking.k8s.io/v1beta1\nmetadata: {name: web}\n"), ("base/all.yaml:1",), "over/p.yaml:2: the patch is not part of this run", paths=("base",)),
    Case("both, named one by one", over("patches: [{path: p.yaml}]\n", p=PATCH + "spec: {backend: {serviceName: other}}\n"), paths=("base/all.yaml", "over/p.yaml")),
    Case("a base in another repository", {"over/kustomization.yaml": "resources: [github.com/a/b//base?ref=v1]\npatches: [{path: p.yaml}]\n", "over/p.yaml": PATCH}, ("over/p.yaml:1",), "its base is elsewhere"),
    Case("a base that is nowhere", {"over/kustomization.yaml": "resources: [../base]\npatches: [{path: p.yaml}]\n", "over/p.yaml": PATCH + "spec: {backend: {servicePort: 80}}\n"}),
    Case("a base that is current already", over("patches: [{path: p.yaml}]\n", p=PATCH + "spec: {backend: {servicePort: 80}}\n") | {"base/all.yaml": "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\n"}),
    Case("a template as a patch", over("patches: [{path: p.yaml}]\n", p=PATCH + "spec: {{ .Values.spec }}\n"), ("base/all.yaml:1", "over/kustomization.yaml:2"), "the patch is left unchanged"),
    Case("a patch that is not there: it does not build", over("patches: [{path: nowhere.yaml}]\n")),
    Case("labels over a selector", over("commonLabels: {a: b}\n") | {"base/all.yaml": BUDGET}),
    Case("labels over a workload that has no selector", over("commonLabels: {a: b}\n") | {"base/all.yaml": WORKLOAD}, ("base/all.yaml:1", "over/kustomization.yaml:2"), "with metadata.labels.run"),
    Case("labels of templates only", over("labels:\n- pairs: {a: b}\n  includeTemplates: true\n") | {"base/all.yaml": WORKLOAD}, ("base/all.yaml:1", "over/kustomization.yaml:3"), "without spec.selector.matchLabels.a"),
    Case("labels of nothing but metadata", over("labels: [{pairs: {a: b}}]\n") | {"base/all.yaml": WORKLOAD.replace("web}\n", "web, labels: {run: web}}\n")}),
    Case("labels in a field of a version", over("labels:\n- pairs: {a: b}\n  fields: [{kind: Ingress, version: v1beta1, path: spec/x, create: true}]\n"), ("base/all.yaml:1", "over/kustomization.yaml:3"), "without spec.x"),
    Case("labels over a policy that changes its group", over("commonLabels: {a: b}\n") | {"base/all.yaml": "apiVersion: extensions/v1beta1\nkind: NetworkPolicy\nmetadata: {name: p}\nspec: {podSelector: {matchLabels: {run: web}}}\n"}, ("base/all.yaml:1", "over/kustomization.yaml:2"), "with spec.podSelector.matchLabels.a"),
    Case("a namespace", over("namespace: shop\n")),
    Case("a namespace in a definition's conversion", over("namespace: shop\n") | {"base/all.yaml": DEFINITION}, ("base/all.yaml:1", "over/kustomization.yaml:2"), "clientConfig.service.namespace"),
    Case("transformers", over("transformers: [t.yaml]\n"), ("base/all.yaml:1", "over/kustomization.yaml:2"), "does not evaluate transformers"),
    Case("a target that begins to select", over(inline("- {op: add, path: /metadata/annotations, value: {a: b}}\n", "{version: v1}")), ("base/all.yaml:1", "over/kustomization.yaml:3"), "would begin to find Ingress/web"),
    Case("a replacement that begins to select", over("replacements:\n- source: {kind: Ingress}\n  targets:\n  - select: {version: v1}\n    reject: [{kind: Service}]\n    fieldPaths: [metadata.name]\n"), ("base/all.yaml:1", "over/kustomization.yaml:5"), "would begin to find"),
    Case("a replacement that begins to reject", over("replacements:\n- source: {kind: Ingress}\n  targets:\n  - select: {kind: Ingress}\n    reject: [{version: v1}]\n    fieldPaths: [metadata.name]\n"), ("base/all.yaml:1", "over/kustomization.yaml:5"), "would reject"),
    Case("a configuration that begins to apply", over("configurations: [c.yaml]\n", c="commonAnnotations:\n- {kind: Ingress, version: v1, path: metadata/annotations, create: true}\n"), ("base/all.yaml:1", "over/c.yaml:2"), "would begin to find"),
    Case("two objects that would be one", BASE | {"base/all.yaml": f"{INGRESS}---\n{INGRESS.replace('networking.k8s.io', 'extensions')}"}, ("base/all.yaml:1", "base/all.yaml:7"), "there can be only one"),
    Case("one that is there already", BASE | {"base/kustomization.yaml": "resources: [all.yaml, new.yaml]\n", "base/new.yaml": "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\n"}, ("base/all.yaml:1",), "there can be only one"),
    Case("an object with a field called items", over(inline(PATCH)) | {"base/all.yaml": f"{INGRESS}items: []\n"}, ("base/all.yaml:1", "over/kustomization.yaml:4"), "an inline patch"),
    Case("what a current object names, under an operation", over(inline("- {op: remove, path: /rules/0/resources/0}\n", "{kind: Role}")) | {"base/all.yaml": ROLE}, ("base/all.yaml:1", "over/kustomization.yaml:5"), "apiGroups"),
    Case("what a current object names, under another one", over(inline("- {op: replace, path: /metadata/name, value: r}\n", "{kind: Role}")) | {"base/all.yaml": ROLE}),
    Case("an inline patch of a current object", over(inline("apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r, labels: {a: b}}\n")) | {"base/all.yaml": ROLE}),
    Case("a patch that could be a whole object", over("patches: [{path: p.yaml}]\n", p=WORKLOAD) | {"base/all.yaml": WORKLOAD + "  selector: {matchLabels: {run: web}}\n  revisionHistoryLimit: 5\n"}),
    Case("items of a List", over(inline(PATCH + "spec: {ingressClassName: a}\n")) | {"base/all.yaml": LIST}, ("base/all.yaml:5", "over/kustomization.yaml:4"), "an inline patch"),
    Case("items of a typed list", over(inline(PATCH)) | {"base/all.yaml": "apiVersion: networking.k8s.io/v1beta1\nkind: IngressList\nitems:\n- metadata: {name: web}\n- metadata: {name: other}\n"}, ("base/all.yaml:4", "base/all.yaml:5", "over/kustomization.yaml:4"), ""),
    Case("an inline patch in one line", over("patchesStrategicMerge:\n- '{\"apiVersion\":\"networking.k8s.io/v1beta1\",\"kind\":\"Ingress\",\"metadata\":{\"name\":\"web\"}}'\n"), ("base/all.yaml:1", "over/kustomization.yaml:3"), "an inline patch"),
    Case("a name that an operation gives", {**over("patches: [{path: o.yaml, target: {kind: Ingress, name: other}}]\n", o=OPS.format(path="/spec/backend/serviceName")), "base/kustomization.yaml": "resources: [all.yaml]\n" + inline("- {op: replace, path: /metadata/name, value: other}\n", "{kind: Ingress}")}, ("base/all.yaml:1", "over/o.yaml:2"), "service/name"),
    Case("a name that a replacement gives", {**over("patches: [{path: o.yaml, target: {kind: Ingress, name: other}}]\n", o=OPS.format(path="/spec/backend/serviceName")), "base/kustomization.yaml": "resources: [all.yaml]\nreplacements:\n- source: {kind: ConfigMap, fieldPath: data.name}\n  targets: [{select: {kind: Ingress}, fieldPaths: [metadata.name]}]\n"}, ("base/all.yaml:1", "over/o.yaml:2"), "service/name"),
    Case("a name that a patch gives", {**over("patches: [{path: o.yaml, target: {kind: Ingress, name: other}}]\n", o=OPS.format(path="/spec/backend/serviceName")), "base/kustomization.yaml": "resources: [all.yaml]\npatches:\n- target: {kind: Ingress}\n  options: {allowNameChange: true}\n  path: n.yaml\n", "base/n.yaml": PATCH.replace("web", "other")}, ("base/all.yaml:1", "base/n.yaml:1", "over/o.yaml:2"), ""),
    Case("a kind that a patch gives", over(f"patches: [{{path: p.yaml, target: {ON_WEB}, options: {{allowKindChange: true}}}}]\n", p="kind: Other\napiVersion: a/v1\nmetadata: {name: web}\n"), ("base/all.yaml:1", "over/kustomization.yaml:2"), "may change the kind"),
    Case("a namespace that an operation gives", {**over("patches: [{path: o.yaml, target: {kind: Ingress, namespace: n}}]\n", o=OPS.format(path="/spec/backend/serviceName")), "base/kustomization.yaml": "resources: [all.yaml]\n" + inline("- {op: add, path: /metadata/namespace, value: shop}\n", "{kind: Ingress}")}, ("base/all.yaml:1", "over/o.yaml:2"), "service/name"),
    Case("a prefix of the same kustomization, for operations", over("namePrefix: p-\npatchesJson6902: [{path: o.yaml, target: {kind: Ingress, name: p-web}}]\n", o=OPS.format(path="/spec/backend/serviceName")), ("base/all.yaml:1", "over/o.yaml:2"), "service/name"),
    Case("a base in another repository, one level down", {"mid/kustomization.yaml": "resources: ['https://x.y/a//base?ref=v1']\n", "over/kustomization.yaml": "resources: [../mid]\npatches: [{path: p.yaml}]\n", "over/p.yaml": PATCH}, ("over/p.yaml:1",), "its base is elsewhere"),
    Case("a base in another repository, under a target", {"over/kustomization.yaml": f"resources: ['https://x.y/a//base?ref=v1']\npatches: [{{path: p.yaml, target: {ON_WEB}}}]\n", "over/p.yaml": PATCH}, ("over/p.yaml:1",), "its base is elsewhere"),
    Case("a patch of what its target does not select", over("patches: [{path: p.yaml, target: {kind: Gate}}]\n", p=PATCH + "spec: {backend: {serviceName: a}}\n"), ("over/p.yaml:1",), "its target selects no object here that is migrated"),
    Case("a kustomization with a key twice", over("namePrefix: a-\nnamePrefix: b-\n" + inline(PATCH)), ("base/all.yaml:1",), "the patch is left unchanged"),
    Case("a kustomization with an explicit key", over("? namePrefix\n: a-\n" + inline(PATCH)), ("base/all.yaml:1",), "the patch is left unchanged"),
    Case("an overlay in a hidden folder", {**BASE, ".ci/over/kustomization.yaml": "resources: [../../base]\n" + inline(PATCH)}, ("base/all.yaml:1",), "an inline patch"),
    Case("an overlay in a vendored folder", {**BASE, "vendor/over/kustomization.yaml": "resources: [../../base]\n" + inline(PATCH)}, ("base/all.yaml:1",), "an inline patch"),
    Case("a base that kconv does not take", over("patches: [{path: p.yaml}]\n", p=PATCH) | {"base/all.yaml": INGRESS + "? a\n: b\n"}, ("over/p.yaml:1",), "a map key must be a plain or quoted word"),
    Case("a base that kconv does not take, with what stays", over("patches: [{path: p.yaml}]\n", p=PATCH) | {"base/all.yaml": f"apiVersion: v1\nkind: List\n? a\n: b\nitems: [{STAYS}, {{{WEB}}}]\n"}, ("over/p.yaml:1",), "a map key must be a plain or quoted word"),
    Case("a base that is a template by its name", over("patches: [{path: p.yaml}]\n", p=PATCH) | {"base/kustomization.yaml": "resources: [all.yaml.tmpl]\n", "base/all.yaml": "", "base/all.yaml.tmpl": INGRESS}, ("over/p.yaml:1",), "template"),
    Case("an encrypted base", over("patches: [{path: p.yaml}]\n", p=PATCH) | {"base/all.yaml": INGRESS + "sops: {lastmodified: a, mac: b}\n"}, ("over/p.yaml:1",), "encrypted with SOPS"),
    Case("an encrypted patch", over("patches: [{path: p.yaml}]\n", p=PATCH + "sops: {lastmodified: a, mac: b}\n"), ("base/all.yaml:1", "over/kustomization.yaml:2"), "encrypted with SOPS"),
    Case("an unreadable patch of another object", over("patches: [{path: p.yaml, target: {kind: Service}}]\n", p="{{ a }}: b\n")),
    Case("an unreadable patch of this one", over(f"patches: [{{path: p.yaml, target: {ON_WEB}}}]\n", p="{{ a }}: b\n"), ("base/all.yaml:1", "over/kustomization.yaml:2"), "the patch is left unchanged"),
    Case("components that take in each other", over("components: [../a]\n") | {"a/kustomization.yaml": "kind: Component\ncomponents: [../b]\n", "b/kustomization.yaml": "kind: Component\ncomponents: [../a]\n"}),
    Case("a component that nobody takes in", BASE | {"part/kustomization.yaml": "kind: Component\nresources: [../base]\n" + inline(PATCH)}, ()),
    Case("an empty pointer, and indices that are none", over(inline("- {op: remove, path: ''}\n- {op: remove, path: /spec/tls/²}\n- {op: remove, path: /spec/tls/" + "9" * 5000 + "}\n", ON_WEB)), ("base/all.yaml:1", "over/kustomization.yaml:5"), "the whole object: is not found"),
    Case("paths with a zero byte", over('patches: [{path: "a\\0b"}]\nconfigurations: ["a\\0"]\nreplacements: [{path: "a\\0"}]\n')),
    Case("created by a replacement", over("replacements:\n- source: {kind: Service, fieldPath: metadata.name}\n  targets:\n  - select: {kind: Ingress}\n    fieldPaths: [spec.backend.resource]\n    options: {create: true}\n") | {"base/all.yaml": PATCH + "spec: {rules: [{host: a}]}\n"}, ("base/all.yaml:1", "over/kustomization.yaml:6"), "spec.backend.resource"),
    Case("a list into a list that changes", over("replacements:\n- source: {kind: Other, fieldPath: spec.rules}\n  targets:\n  - select: {kind: Ingress}\n    fieldPaths: [spec.rules]\n") | {"base/all.yaml": PATCH + "spec: {rules: [{http: {paths: [{path: /, backend: {serviceName: a, servicePort: 80}}]}}]}\n"}, ("base/all.yaml:1", "over/kustomization.yaml:6"), "spec.rules"),
    Case("a field of an item chosen by its value", over("replacements:\n- source: {kind: Other, fieldPath: a}\n  targets:\n  - select: {kind: Ingress}\n    fieldPaths: ['spec.rules.[host=80].http.paths.0.backend.serviceName']\n") | {"base/all.yaml": PATCH + "spec: {rules: [{host: a}, {host: 80, http: {paths: [{path: /, backend: {serviceName: a, servicePort: 80}}]}}]}\n"}, ("base/all.yaml:1", "over/kustomization.yaml:6"), "service.name"),
    Case("an annotation with dots in its name", over("replacements:\n- source: {kind: Other, fieldPath: a}\n  targets:\n  - select: {kind: Ingress}\n    fieldPaths: ['metadata.annotations.a\\.b/c']\n") | {"base/all.yaml": INGRESS.replace("web}\n", "web, annotations: {a.b/c: d}}\n", 1)}),
    Case("a configuration of a field in items", over("configurations: [c.yaml]\n", c="images:\n- kind: Ingress\n  path: spec/rules[]/http/paths[]/backend/serviceName\n") | {"base/all.yaml": PATCH + "spec: {rules: [{http: {paths: [{path: /, backend: {serviceName: a, servicePort: 80}}]}}]}\n"}, ("base/all.yaml:1", "over/c.yaml:3"), "service.name"),
    Case("a kustomization called Kustomization", {**BASE, "over/Kustomization": "resources: [../base]\n" + inline(PATCH)}, ("base/all.yaml:1", "over/Kustomization:4"), "an inline patch"),
    Case("kustomizations that take in each other", {"a/kustomization.yaml": "resources: [../b, i.yaml]\n", "a/i.yaml": INGRESS, "b/kustomization.yaml": "resources: [../a]\n"}),
    Case("kustomizations that take in each other, with a layer", {"a/kustomization.yaml": "resources: [../b, i.yaml]\nnamespace: shop\n", "a/i.yaml": INGRESS, "b/kustomization.yaml": "resources: [../a]\nnamespace: shop\n"}),
    Case("a kustomization that is no YAML", BASE | {"over/kustomization.yaml": "resources: [../base\n"}),
    Case("fields of other types", BASE | {"over/kustomization.yaml": "resources: ../base\npatches: {a: b}\npatchesStrategicMerge: 1\nreplacements: x\nvars: [1]\nconfigurations: [1, nowhere.yaml]\ncomponents: [2]\n"}),
]  # fmt: skip


@pytest.fixture
def planted(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A case, in the current folder, which is a repository's."""
    case: Case = request.param
    (tmp_path / ".git").mkdir()
    for name, text in case.tree.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    monkeypatch.chdir(tmp_path)
    return case


Run = Callable[..., list[FileOutcome]]
EVERY = pytest.mark.parametrize("planted", CASES, ids=attrgetter("name"), indirect=True)


@EVERY
@pytest.mark.parametrize("write", [True, False], ids=["migrate", "scan"])
def test_what_waits_is_reported_with_its_line(planted: Case, write: bool) -> None:
    if write:
        outcomes = list(migrate(planted.paths, planted.options, write=True))
    else:
        outcomes = list(scan(planted.paths, planted.options))
    documents = [document for outcome in outcomes for document in outcome.documents]
    waiting = [each for each in documents if each.status == "waits"]
    assert tuple(sorted(f"{each.file}:{each.line}" for each in waiting)) == planted.waits
    for each in waiting:
        assert not planted.says or planted.says in each.notes[0].message
        assert each.hint
    if not write:
        return
    for each in documents:
        same = Path(each.file).read_text() == planted.tree[each.file]
        assert same == (each.status not in ("migrated", "fragment")) or "---" in planted.tree[each.file]
    if not planted.waits:
        assert {each.status for each in documents} <= {"migrated", "fragment", "embedded"}


@EVERY
def test_what_does_not_wait_moves(planted: Case) -> None:
    list(migrate(planted.paths, planted.options, write=True))
    again = [each for outcome in migrate(planted.paths, planted.options) for each in outcome.documents]
    assert {each.status for each in again} <= {"waits", "decision", "embedded", "templated", "encrypted", "error"}


def write(root: Path, tree: Tree) -> None:
    for name, text in tree.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def statuses(*paths: Path) -> dict[str, str]:
    outcomes = migrate([str(path) for path in paths], TARGET, write=True)
    return {Path(each.file).name: each.status for outcome in outcomes for each in outcome.documents}


FILE = over("patches: [{path: p.yaml}]\n", p=PATCH + "spec: {backend: {serviceName: other}}\n")


def test_overlays_are_looked_for_up_to_the_root_of_the_repository(tmp_path: Path) -> None:
    above = {"clusters/prod/kustomization.yaml": "resources: [../../apps/base]\n" + inline(PATCH)}
    tree = {"apps/" + name: text for name, text in BASE.items()} | above
    write(tmp_path / "alone", tree)
    write(tmp_path / "cloned", {**tree, ".git": "gitdir: elsewhere\n"})
    assert statuses(tmp_path / "alone" / "apps") == {"all.yaml": "migrated"}
    assert statuses(tmp_path / "cloned" / "apps") == {"all.yaml": "waits"}


@pytest.mark.parametrize("defers", [0, 1, 64])
def test_another_process_leaves_only_some_files_to_the_first(
    defers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trees = [str(tmp_path / str(number)) for number in range(3)]
    for tree in trees:
        write(Path(tree), {**BASE, "over/kustomization.yaml": "resources: [../base]\n" + inline(PATCH), ".git": ""})
    overlays = Overlays(Target(TARGET), Scope(trees), defers=defers)
    (own, *others) = [(f"{tree}/base/all.yaml", 0, ()) for tree in trees]
    assert overlays.reasons(*own)
    monkeypatch.setattr("os.getpid", lambda: -1)
    deferred = []
    for each in (own, *others, *others):
        try:
            assert overlays.reasons(*each)
        except Deferred:
            deferred.append(each)
    assert deferred == [*others, *others][:defers]


def test_a_patch_is_one_though_its_kustomization_is_far_above(tmp_path: Path) -> None:
    patch = PATCH + "spec: {rules: [{http: {paths: [{backend: {serviceName: a, servicePort: 80}}]}}]}\n"
    write(tmp_path, {"kustomization.yaml": "patches: [{path: a/b/p.yaml}]\n", "a/b/p.yaml": patch})
    assert statuses(tmp_path / "a" / "b" / "p.yaml") == {"p.yaml": "fragment"}
    assert "pathType" not in (tmp_path / "a/b/p.yaml").read_text()


def test_no_kustomization_outside_of_the_repository_counts(tmp_path: Path) -> None:
    write(tmp_path, {"kustomization.yaml": "patches: [{path: in/p.yaml}]\n", "in/p.yaml": INGRESS, "in/.git": ""})
    assert statuses(tmp_path / "in" / "p.yaml") == {"p.yaml": "migrated"}


def test_a_patch_that_is_a_link_is_a_patch(tmp_path: Path) -> None:
    write(tmp_path, {"kustomization.yaml": "patches: [{path: p.yaml}]\n", "p.yaml": PATCH, "links/.keep": ""})
    (tmp_path / "links" / "l.yaml").symlink_to(tmp_path / "p.yaml")
    assert statuses(tmp_path) == {"p.yaml": "fragment"}


@pytest.mark.parametrize("linked", ["over/p.yaml", "over/parts"])
def test_a_patch_behind_a_link_is_a_patch(linked: str, tmp_path: Path) -> None:
    path = "parts/p.yaml" if linked.endswith("parts") else "p.yaml"
    write(tmp_path, over(f"patches: [{{path: {path}}}]\n") | {"over/real/p.yaml": PATCH})
    (tmp_path / linked).symlink_to(tmp_path / ("over/real" if linked.endswith("parts") else "over/real/p.yaml"))
    assert statuses(tmp_path) == {"all.yaml": "migrated", "p.yaml": "fragment"}


def test_a_file_alone_is_a_patch_of_the_repository_that_it_is_in(tmp_path: Path) -> None:
    write(tmp_path, over("patches: [{path: ../shared/p.yaml}]\n") | {"shared/p.yaml": PATCH, ".git": ""})
    assert statuses(tmp_path / "shared/p.yaml") == {"p.yaml": "waits"}
    assert statuses(tmp_path / "shared/p.yaml", tmp_path / "base/all.yaml") == {
        "p.yaml": "fragment",
        "all.yaml": "migrated",
    }


@pytest.mark.parametrize("git", [True, False])
def test_a_patch_from_outside_of_its_overlay_is_a_patch(git: bool, tmp_path: Path) -> None:
    write(tmp_path, over("patches: [{path: ../shared/p.yaml}]\n") | {"shared/p.yaml": PATCH})
    if git:
        (tmp_path / ".git").mkdir()
    assert statuses(tmp_path) == {"all.yaml": "migrated", "p.yaml": "fragment"}


def test_an_object_from_outside_of_its_overlay_waits_too(tmp_path: Path) -> None:
    patch = "resources: [../shared/all.yaml]\n" + inline(PATCH)
    write(tmp_path, {"shared/all.yaml": INGRESS, "over/kustomization.yaml": patch})
    assert statuses(tmp_path)["all.yaml"] == "waits"


def test_a_patch_of_several_overlays_waits_with_one_of_them(tmp_path: Path) -> None:
    tree = over("patches: [{path: ../shared/p.yaml}]\n") | {"shared/p.yaml": PATCH}
    other = "resources: [../base]\npatches: [{path: ../shared/p.yaml, target: {version: v1beta1}}]\n"
    write(tmp_path, tree | {"other/kustomization.yaml": other})
    found = statuses(tmp_path)
    assert (found["all.yaml"], found["p.yaml"]) == ("waits", "waits")


def test_for_a_file_alone_its_folder_is_not_searched(tmp_path: Path) -> None:
    write(tmp_path, {"all.yaml": INGRESS, "over/kustomization.yaml": "resources: [../all.yaml]\n" + inline(PATCH)})
    assert statuses(tmp_path)["all.yaml"] == "waits"
    assert statuses(tmp_path / "all.yaml") == {"all.yaml": "migrated"}


def test_without_a_repository_overlays_are_looked_for_beside_a_base(tmp_path: Path) -> None:
    write(tmp_path, FILE)
    assert statuses(tmp_path / "base") == {"all.yaml": "waits"}
    assert statuses(tmp_path) == {"all.yaml": "migrated", "p.yaml": "fragment"}


def test_without_a_repository_they_are_looked_for_beside_the_topmost_base(tmp_path: Path) -> None:
    write(tmp_path, {f"base/inner/{Path(name).name}": text for name, text in BASE.items()})
    write(tmp_path, {"base/kustomization.yaml": "resources: [inner]\n"})
    write(tmp_path, {"over/kustomization.yaml": "resources: [../base/inner]\n" + inline(PATCH)})
    assert statuses(tmp_path / "base/inner") == {"all.yaml": "waits"}


def test_overlays_that_have_nothing_in_common_are_built_apart(tmp_path: Path) -> None:
    for part in ("a", "b"):
        write(tmp_path, {f"{part}/{name}": text for name, text in over(inline(PATCH)).items()})
    found = [each for outcome in migrate([str(tmp_path)], TARGET) for each in outcome.documents]
    assert [Path(each.file).name for each in found if each.status == "waits"] == ["all.yaml", "kustomization.yaml"] * 2


def test_a_submodule_is_a_part_of_what_was_named(tmp_path: Path) -> None:
    write(tmp_path, {**BASE, "over/kustomization.yaml": "resources: [../base]\n" + inline(PATCH), "base/.git": "x\n"})
    (tmp_path / ".git").mkdir()
    assert statuses(tmp_path)["all.yaml"] == "waits"


@pytest.mark.parametrize("locked", ["base/all.yaml", "over/p.yaml"])
def test_what_may_not_be_written_holds_back_what_moves_with_it(locked: str, tmp_path: Path) -> None:
    write(tmp_path, FILE)
    (tmp_path / locked).chmod(0o444)
    found = statuses(tmp_path)
    assert {found["all.yaml"], found["p.yaml"]} == {"waits", "error"}
    assert all((tmp_path / name).read_text() == FILE[name] for name in ("base/all.yaml", "over/p.yaml"))


def test_a_kustomization_in_utf_16_is_one(tmp_path: Path) -> None:
    write(tmp_path, BASE)
    (tmp_path / "over").mkdir()
    (tmp_path / "over/kustomization.yaml").write_bytes(("resources: [../base]\n" + inline(PATCH)).encode("utf-16"))
    assert statuses(tmp_path)["all.yaml"] == "waits"


def test_a_patch_waits_for_a_base_in_utf_16_wherever_its_object_is_in_it(tmp_path: Path) -> None:
    write(tmp_path, over("patches: [{path: p.yaml}]\n", p=PATCH + "spec: {ingressClassName: a}\n"))
    base = tmp_path / "base/all.yaml"
    for text in (INGRESS, LIST, f"{STAYS}\n---\n{INGRESS}"):
        base.write_bytes(text.encode("utf-16"))
        found = {
            Path(each.file).name: each for outcome in migrate([str(tmp_path)], TARGET) for each in outcome.documents
        }
        assert {name: each.status for name, each in found.items()} == {"all.yaml": "error", "p.yaml": "waits"}
        assert found["p.yaml"].notes == [Note("info", "", f"{base}:1: Ingress/web: the file is UTF-16")]


def test_what_is_only_printed_is_not_built(tmp_path: Path) -> None:
    write(tmp_path, over(inline(PATCH)))
    for name, text in over(inline(PATCH)).items():
        ((outcome, printed),) = convert_texts([str(tmp_path / name)], TARGET)
        assert (outcome.changed, printed.decode() == text) == (name.endswith("all.yaml"), not name.endswith("all.yaml"))


def test_what_git_keeps_is_no_part_of_the_repository(tmp_path: Path) -> None:
    write(tmp_path, BASE)
    write(tmp_path, {".git/over/kustomization.yaml": "resources: [../../base]\n" + inline(PATCH)})
    assert statuses(tmp_path) == {"all.yaml": "migrated"}


def test_a_folder_behind_a_link_is_no_part_of_the_repository(tmp_path: Path) -> None:
    write(tmp_path, {f"in/{name}": text for name, text in BASE.items()} | {"in/.git": ""})
    write(tmp_path, {"out/kustomization.yaml": "resources: [../in/base]\n" + inline(PATCH)})
    (tmp_path / "in/link").symlink_to(tmp_path / "out")
    (tmp_path / "in/base/loop").symlink_to("..")
    assert statuses(tmp_path / "in") == {"all.yaml": "migrated"}


def test_a_base_over_the_size_that_is_held_waits_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "WHOLE", 64)
    monkeypatch.setattr(source, "PIECE", 64)
    monkeypatch.setattr(source.pieces, "__defaults__", (64,))
    filler = "---\n# " + "x" * 1000 + "\n"
    tree = over(inline(PATCH)) | {"base/all.yaml": INGRESS + filler * 3}
    write(tmp_path, tree)
    assert statuses(tmp_path)["all.yaml"] == "waits"
    assert (tmp_path / "base/all.yaml").read_text() == tree["base/all.yaml"]


def test_a_patch_from_outside_of_its_overlay_gets_no_defaults(tmp_path: Path) -> None:
    patch = PATCH + "spec: {rules: [{http: {paths: [{backend: {serviceName: a, servicePort: 80}}]}}]}\n"
    write(tmp_path, {"over/kustomization.yaml": "patches: [{path: ../shared/p.yaml}]\n", "shared/p.yaml": patch})
    assert statuses(tmp_path) == {"p.yaml": "fragment"}
    assert "pathType" not in (tmp_path / "shared/p.yaml").read_text()
