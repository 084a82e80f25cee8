"""Small kustomizations, each of which shows one fact of kustomize's. What is reported of them is in reports/more.txt."""

from __future__ import annotations

from tests.overlays.test_waits import BUDGET, INGRESS, ON_WEB, OPS, PATCH, WORKLOAD, Case, inline, over

PORT = "spec: {backend: {servicePort: 80}}\n"
NAMED = "spec: {backend: {serviceName: other}}\n"
CRONJOB = "apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: web}\nspec:\n  schedule: '0 3 * * *'\n  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: c}]}}}}\n"
SCALER = "apiVersion: autoscaling/v2beta1\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec:\n  maxReplicas: 3\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n  metrics:\n  - type: Resource\n    resource: {name: cpu, targetAverageUtilization: 70}\n"
RULES = (
    PATCH
    + "spec:\n  rules:\n  - host: a\n    http: {paths: [{path: /, backend: {serviceName: web, servicePort: 80}}, {path: /b, backend: {serviceName: b, servicePort: 80}}]}\n"
)


def replaced(*paths: str, select: str = "{kind: Ingress}", options: str = "", reject: str = "") -> str:
    """A replacement that writes into fields."""
    text = f"replacements:\n- source: {{kind: Service, name: s}}\n  targets:\n  - select: {select}\n"
    text += f"    reject: {reject}\n" if reject else ""
    text += "    fieldPaths:\n" + "".join(f"    - {path}\n" for path in paths)
    return text + (f"    options: {options}\n" if options else "")


def read_from(path: str, source: str = "kind: Ingress") -> str:
    """A replacement that reads a field."""
    return f"replacements:\n- source:\n    {source}\n    fieldPath: {path}\n  targets:\n  - select: {{kind: Service}}\n    fieldPaths: [metadata.name]\n"


def configured(text: str) -> dict[str, str]:
    return over("configurations: [c.yaml]\n", c=text)


def operated(*operations: str, target: str = ON_WEB) -> str:
    return inline("".join(f"- {each}\n" for each in operations), target)


MORE = [
    # the path of a replacement
    Case("a replacement of a whole part", over(replaced("spec.backend"))),
    Case("a replacement of all fields of a part", over(replaced("spec.backend.*"))),
    Case("a replacement of an item by its index", over(replaced("spec.rules.0.http.paths.1.backend.serviceName")) | {"base/all.yaml": RULES}),
    Case("of an item that is not there", over(replaced("spec.rules.1.host")) | {"base/all.yaml": RULES}),
    Case("of every item", over(replaced("spec.rules.*.http.paths.*.path")) | {"base/all.yaml": RULES}),
    Case("of an item by its host", over(replaced("'spec.rules.[host=a].host'")) | {"base/all.yaml": RULES}),
    Case("of an item by a host that none has", over(replaced("'spec.rules.[host=b].http'")) | {"base/all.yaml": RULES}),
    Case("of a field that both versions have", over(replaced("spec.ingressClassName")) | {"base/all.yaml": RULES.replace("rules:", "ingressClassName: a\n  rules:")}),
    Case("of two fields, one of which moves", over(replaced("metadata.name", "spec.backend.servicePort"))),
    Case("of a name and what it names", over(replaced("metadata.name") + "patches: [{path: p.yaml}]\n", p=PATCH + NAMED)),
    Case("of a namespace", over(replaced("metadata.namespace", options="{create: true}"))),
    Case("of a label called name", {**over("patches: [{path: o.yaml, target: {kind: Ingress, name: other}}]\n", o=OPS.format(path="/spec/backend/serviceName")), "base/kustomization.yaml": "resources: [all.yaml]\n" + replaced("metadata.labels.app", options="{create: true}")}),
    Case("of a field outside of metadata called name", {**over("patches: [{path: o.yaml, target: {kind: Ingress, name: other}}]\n", o=OPS.format(path="/spec/backend/serviceName")), "base/kustomization.yaml": "resources: [all.yaml]\n" + replaced("spec.name")}),
    Case("a namespace that a replacement gives", {**over("patches: [{path: o.yaml, target: {kind: Ingress, namespace: n}}]\n", o=OPS.format(path="/spec/backend/serviceName")), "base/kustomization.yaml": "resources: [all.yaml]\n" + replaced("metadata.namespace")}),
    Case("created in a part that moves, where it is already", over(replaced("spec.backend.serviceName", options="{create: true}"))),
    Case("created in every item, where it is already", over(replaced("spec.rules.*.host", options="{create: true}")) | {"base/all.yaml": RULES}),
    Case("of an encrypted base", over(replaced("spec.backend.serviceName")) | {"base/all.yaml": INGRESS + "sops: {lastmodified: a, mac: b}\n"}),
    Case("a rejection of nothing", over(replaced("spec.backend.serviceName", reject="[{}]"))),
    Case("a folder without a kustomization", {"over/kustomization.yaml": "resources: [../raw]\npatches: [{path: p.yaml}]\n", "over/p.yaml": PATCH, "raw/a.yaml": INGRESS}),
    Case("a patch without metadata, under a target", over(f"patches: [{{path: p.yaml, target: {ON_WEB}}}]\n", p="apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nspec: {ingressClassName: a}\n")),
    Case("a variable of another kind", over("vars:\n- name: A\n  objref: {apiVersion: networking.k8s.io/v1beta1, kind: Other, name: web}\n")),
    Case("an operation on an encrypted base", over(operated("{op: replace, path: /spec/backend/serviceName, value: a}")) | {"base/all.yaml": INGRESS + "sops: {lastmodified: a, mac: b}\n"}),
    Case("a configuration of one that is none and of one that begins to apply", configured("commonAnnotations:\n- 1\n- {kind: Ingress, version: v1, path: metadata/annotations, create: true}\n")),
    Case("not created in a part that moves, where neither has it", over(replaced("spec.backend.serviceName")) | {"base/all.yaml": PATCH + "spec: {rules: []}\n"}),
    Case("a field that the migration writes", over(replaced("spec.revisionHistoryLimit", select="{kind: Deployment}")) | {"base/all.yaml": WORKLOAD}),
    Case("a configuration of another kind", configured("commonAnnotations:\n- {kind: Other, path: spec/backend/serviceName}\n- {kind: Other, path: spec/backend/servicePort, create: true}\n")),
    Case("the second of two bases is elsewhere", {"over/kustomization.yaml": "resources: [../a, ../b]\npatches: [{path: p.yaml}]\n", "over/p.yaml": PATCH, "a/kustomization.yaml": "resources: []\n", "b/kustomization.yaml": "resources: ['git@x.y:a/b']\n"}),
    Case("an inline patch that says its version last", over(inline("kind: Ingress\nmetadata: {name: web}\napiVersion: networking.k8s.io/v1beta1\n"))),
    Case("beside a document that is no YAML", over(operated("{op: remove, path: /spec/backend}")) | {"base/all.yaml": f"{INGRESS}---\na: b: c\n"}),
    Case("behind one with a key twice", over(operated("{op: remove, path: /spec/backend}", target="{kind: Ingress, name: b}")) | {"base/all.yaml": INGRESS + "metadata: {name: web}\n---\n" + INGRESS.replace("web}", "b}")}),
    Case("a field that only the new version has", over(replaced("spec.defaultBackend.service.name"))),
    Case("a folder here that is called like one elsewhere", {"over/kustomization.yaml": "resources: [../github.com/base]\npatches: [{path: p.yaml}]\n", "over/p.yaml": PATCH, "github.com/base/kustomization.yaml": "resources: []\n"}),
    Case("created where neither version has it", over(replaced("spec.tls", options="{create: true}"))),
    Case("created in a part that moves", over(replaced("spec.backend.serviceName", options="{create: true}")) | {"base/all.yaml": PATCH + "spec: {rules: []}\n"}),
    Case("not created, and in neither version", over(replaced("spec.tls", options="{create: false}"))),
    Case("a selection by name", over(replaced("spec.backend.serviceName", select="{kind: Ingress, name: web}"))),
    Case("a selection by another name", over(replaced("spec.backend.serviceName", select="{kind: Ingress, name: other}"))),
    Case("a selection by namespace", over(replaced("spec.backend.serviceName", select="{kind: Ingress, namespace: default}"))),
    Case("a selection by another namespace", over(replaced("spec.backend.serviceName", select="{kind: Ingress, namespace: shop}"))),
    Case("a selection by group and version", over(replaced("metadata.labels.a", select="{group: networking.k8s.io, version: v1beta1, kind: Ingress}"))),
    Case("an empty selection", over(replaced("spec.backend.serviceName", select="{}"))),
    Case("rejected by name", over(replaced("spec.backend.serviceName", reject="[{name: web}]"))),
    Case("another is rejected", over(replaced("spec.backend.serviceName", reject="[{name: other}]"))),
    Case("nothing is rejected", over(replaced("metadata.labels.a", reject="[{}]"))),
    # the source of a replacement
    Case("a source that both have", over(read_from("spec.ingressClassName")) | {"base/all.yaml": PATCH + "spec: {ingressClassName: a}\n"}),
    Case("a source that neither has", over(read_from("spec.tls"))),
    Case("a source by version", over(read_from("metadata.name", "version: v1beta1"))),
    Case("a source of another kind", over(read_from("spec.backend", "kind: Service"))),
    Case("a name is read where no path is given", over("replacements:\n- source: {kind: Ingress}\n  targets: [{select: {kind: Service}, fieldPaths: [a]}]\n")),
    Case("an empty source", over("replacements:\n- source: {}\n  targets: [{select: {kind: Service}, fieldPaths: [a]}]\n")),
    Case("one map of replacements in a file", over("replacements: [{path: r.yaml}]\n", r="source: {kind: Service}\ntargets:\n- select: {kind: Ingress}\n  fieldPaths: [spec.backend.serviceName]\n")),
    Case("the second one in a file", over("replacements: [{path: r.yaml}]\n", r="- source: {kind: Service}\n- source: {kind: Service}\n  targets:\n  - select: {kind: Ingress}\n    fieldPaths: [spec.backend.serviceName]\n")),
    Case("replacements of other shapes", over("replacements: [1, {targets: {a: b}}, {source: 1, targets: [1, {select: 1}, {select: {kind: Ingress}}, {select: {kind: Ingress}, fieldPaths: [1], options: 1, reject: 1}]}]\n")),
    # variables
    Case("a variable of a field that moves", over("vars:\n- name: A\n  objref: {kind: Ingress, name: web, apiVersion: networking.k8s.io/v1}\n  fieldref:\n    fieldpath: spec.backend.serviceName\n")),
    Case("a variable without a version", over("vars:\n- name: A\n  objref: {kind: Ingress, name: web}\n  fieldref:\n    fieldpath: spec.backend.serviceName\n")),
    Case("a variable of a field that both have", over("vars: [{name: A, objref: {kind: Ingress, name: web}, fieldref: {fieldpath: metadata.name}}]\n")),
    Case("a variable of another object", over("vars: [{name: A, objref: {kind: Ingress, name: other}, fieldref: {fieldpath: spec.backend.serviceName}}]\n")),
    Case("the second variable", over("vars:\n- {name: A, objref: {kind: Service, name: web}}\n- name: B\n  objref: {kind: Ingress, name: web, apiVersion: networking.k8s.io/v1beta1}\n")),
    Case("variables of other shapes", over("vars: [1, {name: A}, {name: A, objref: 1}, {name: A, objref: {kind: Ingress}, fieldref: 1}]\n")),
    # configurations
    Case("a name reference of a version", configured("nameReference:\n- kind: Ingress\n  version: v1beta1\n  fieldSpecs:\n  - kind: Other\n    path: a\n")),
    Case("a field of a group", configured("namespace:\n- {group: networking.k8s.io, path: spec/backend/serviceName}\n")),
    Case("a field of another group", configured("namespace:\n- {group: extensions, path: spec/backend/serviceName}\n")),
    Case("a field of a version, which is not there", configured("namespace:\n- {kind: Ingress, version: v1beta1, path: spec/nowhere}\n")),
    Case("a field of a version, to create", configured("namespace:\n- {kind: Ingress, version: v1beta1, path: spec/nowhere, create: true}\n")),
    Case("a field of any object is kustomize's to know", configured("namespace:\n- {path: spec/backend/serviceName}\n")),
    Case("a field with a slash in its name", configured("images:\n- {kind: Ingress, path: metadata/annotations/a\\/b}\n") | {"base/all.yaml": INGRESS.replace("name: web}", "name: web, annotations: {a/b: c}}")}),
    Case("a part that moves", configured("images:\n- {kind: Ingress, path: spec/backend}\n")),
    Case("the second entry", configured("images:\n- {kind: Ingress, path: metadata/name}\n- kind: Ingress\n  path: spec/backend/servicePort\n")),
    Case("the second field of a name reference", configured("nameReference:\n- kind: Service\n  fieldSpecs:\n  - {kind: Ingress, path: metadata/name}\n  - {kind: Ingress, path: spec/backend/serviceName}\n")),
    Case("two configurations", over("configurations: [a.yaml, b.yaml]\n", a="images: []\n", b="images:\n- {kind: Ingress, path: spec/backend/serviceName}\n")),
    Case("configurations of other shapes", over("configurations: [a.yaml, b.yaml]\n", a="images: [1, {kind: Ingress}, {kind: Ingress, path: 1}]\nvarReference: 1\nnameReference: [{kind: Ingress, fieldSpecs: [1, {kind: 1}]}]\n", b="- 1\n")),
    Case("openapi", over("openapi: {path: s.json}\n")),
    Case("empty transformers", over("transformers: []\nopenapi: {}\n")),
    # JSON patches
    Case("an operation on what both have", over(operated("{op: add, path: /metadata/labels, value: {a: b}}"))),
    Case("an operation on the whole", over(operated("{op: replace, path: '', value: {}}"))),
    Case("an operation on a part that moves", over(operated("{op: remove, path: /spec/backend}"))),
    Case("an item that is added", over(operated("{op: add, path: /spec/rules/-, value: {host: b}}")) | {"base/all.yaml": RULES}),
    Case("an item of the old shape that is added", over(operated("{op: add, path: /spec/rules/0/http/paths/0, value: {path: /c, backend: {serviceName: c, servicePort: 1}}}")) | {"base/all.yaml": RULES}),
    Case("a field in an item", over(operated("{op: replace, path: /spec/rules/0/http/paths/1/backend/serviceName, value: c}")) | {"base/all.yaml": RULES}),
    Case("an item that is moved", over(operated("{op: move, from: /spec/rules/0/http/paths/0, path: /spec/rules/0/http/paths/1}")) | {"base/all.yaml": RULES}),
    Case("a part that is copied", over(operated("{op: copy, from: /spec/backend, path: /spec/rules}"))),
    Case("a test of the version", over(operated("{op: test, path: /apiVersion, value: networking.k8s.io/v1beta1}"))),
    Case("a test that holds for both", over(operated("{op: test, path: /metadata/name, value: web}"))),
    Case("a test that holds for neither", over(operated("{op: test, path: /metadata/name, value: other}"))),
    Case("a path that is not there in a part that moves", over(operated("{op: replace, path: /spec/backend/resource, value: a}"))),
    Case("a path far below what is not there", over(operated("{op: replace, path: /spec/backend/resource/name, value: a}"))),
    Case("a path that is not there elsewhere", over(operated("{op: remove, path: /spec/tls}"))),
    Case("a path of nobody's", over(operated("{op: remove, path: spec}"))),
    Case("an operation without a path", over(operated("{op: remove}"))),
    Case("no operation", over(operated("1"))),
    Case("a word that is none", over(operated("{op: delete, path: /spec}"))),
    Case("two operations that do not fit", over(operated("{op: replace, path: /spec/backend/serviceName, value: a}", "{op: replace, path: /spec/backend/servicePort, value: 1}"))),
    Case("one after another that does not fit", over(operated("{op: replace, path: /spec/backend/serviceName, value: a}", "{op: test, path: /metadata/name, value: web}"))),
    Case("a metric's field", over(operated("{op: replace, path: /spec/metrics/0/resource/targetAverageUtilization, value: 50}")) | {"base/all.yaml": SCALER}),
    Case("a metric's field, of the object it is for", over(operated("{op: replace, path: /spec/metrics/0/resource/targetAverageUtilization, value: 50}", target="{kind: HorizontalPodAutoscaler}")) | {"base/all.yaml": SCALER}),
    Case("operations without a target", over(inline("- {op: remove, path: /spec/backend}\n"))),
    Case("a patch in the older field, with a target by version", over("patchesJson6902:\n- target: {version: v1beta1, kind: Ingress, name: web}\n  patch: |-\n    - {op: remove, path: /spec/tls}\n")),
    Case("one in a file and inline", over(f"patchesJson6902:\n- target: {ON_WEB}\n  path: o.yaml\n- target: {ON_WEB}\n  patch: '[{{\"op\": \"remove\", \"path\": \"/spec/backend\"}}]'\n", o="- {op: add, path: /metadata/labels, value: {}}\n- {op: remove, path: /spec/backend/serviceName}\n")),
    # merge patches
    Case("a patch in a file under a target", over(f"patches: [{{path: p.yaml, target: {ON_WEB}}}]\n", p=PATCH + NAMED)),
    Case("one that adds a label", over("patches: [{path: p.yaml}]\n", p=PATCH.replace("web}", "web, labels: {a: b}}"))),
    Case("one that takes a part out", over("patches: [{path: p.yaml}]\n", p=PATCH + "spec: {backend: null}\n")),
    Case("one that deletes the whole", over("patches: [{path: p.yaml}]\n", p=PATCH + "$patch: delete\n")),
    Case("one in another namespace", over("patches: [{path: p.yaml}]\n", p=PATCH.replace("web}", "web, namespace: n}") + PORT)),
    Case("one in its own namespace", over("patches: [{path: p.yaml}]\n", p=PATCH.replace("web}", "web, namespace: n}") + PORT) | {"base/all.yaml": INGRESS.replace("web}", "web, namespace: n}")}),
    Case("one in the namespace that the overlay gives", over("resources: [../mid]\npatches: [{path: p.yaml}]\n", p=PATCH.replace("web}", "web, namespace: n}") + PORT) | {"mid/kustomization.yaml": "namespace: n\nresources: [../base]\n", "over/kustomization.yaml": "resources: [../mid]\npatches: [{path: p.yaml}]\n"}),
    Case("one with a suffix from below", over("") | {"base/kustomization.yaml": "nameSuffix: -a\nresources: [all.yaml]\n", "over/kustomization.yaml": "resources: [../base]\npatches: [{path: p.yaml}]\n", "over/p.yaml": PATCH.replace("web", "web-a") + PORT}),
    Case("one with a prefix of its own kustomization", over("namePrefix: a-\npatches: [{path: p.yaml}]\n", p=PATCH.replace("web", "a-web") + PORT)),
    Case("one of two in a file", over("patches: [{path: p.yaml}]\n", p=PATCH.replace("web", "other") + NAMED + "---\n" + PATCH + PORT)),
    Case("one of another version of the group", over("patches: [{path: p.yaml}]\n", p=PATCH.replace("v1beta1", "v1") + "spec: {ingressClassName: a}\n")),
    Case("one of another group", over("patches: [{path: p.yaml}]\n", p=PATCH.replace("networking.k8s.io", "extensions") + PORT)),
    Case("one without a version", over("patches: [{path: p.yaml}]\n", p="kind: Ingress\nmetadata: {name: web}\n" + PORT)),
    Case("one without a version, under a target", over(f"patches: [{{path: p.yaml, target: {ON_WEB}}}]\n", p="metadata: {name: any}\n" + PORT)),
    Case("one that may change the name", over(f"patches: [{{path: p.yaml, target: {ON_WEB}, options: {{allowNameChange: true}}}}]\n", p=PATCH.replace("web", "new") + NAMED)),
    Case("one that need not change the name", over(f"patches: [{{path: p.yaml, target: {ON_WEB}, options: {{allowNameChange: false}}}}]\n", p=PATCH.replace("web", "new") + NAMED)),
    Case("one that is empty", over("patches: [{path: p.yaml}, {patch: ''}, {target: {kind: Ingress}}, 1]\n", p="")),
    Case("an empty target is none", over("patches: [{path: p.yaml, target: {}}]\n", p=PATCH + PORT)),
    Case("a patch that asks for a decision", over("patches: [{path: p.yaml}]\n", p=PATCH + "spec: {backend: {servicePort: 80.5}}\n")),
    Case("a patch and its base in one folder", {"kustomization.yaml": "resources: [all.yaml]\npatches: [{path: p.yaml}]\n", "all.yaml": INGRESS, "p.yaml": PATCH + PORT}),
    Case("patches of a budget and an ingress", over("patches: [{path: p.yaml}, {path: q.yaml}]\n", p=PATCH + PORT, q=BUDGET.replace("minAvailable: 1, selector: {matchLabels: {a: b}}", "minAvailable: 2")) | {"base/all.yaml": f"{INGRESS}---\n{BUDGET}"}),
    Case("a template of a job", over("patches: [{path: p.yaml}]\n", p="apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: web}\nspec: {jobTemplate: {spec: {template: {spec: {containers: [{name: c, image: d}]}}}}}\n") | {"base/all.yaml": CRONJOB}),
    Case("a container that a version without keys replaces", over("patches: [{path: p.yaml}]\n", p="apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: side, image: s}]}}}\n") | {"base/all.yaml": WORKLOAD}),
    Case("of a version that kustomize knows no structure of", over("patches: [{path: p.yaml}]\n", p="apiVersion: apps/v1beta2\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: side, image: s}]}}}\n") | {"base/all.yaml": WORKLOAD.replace("extensions/v1beta1", "apps/v1beta2")}),
    Case("two layers, the second on what the first made", over("patches: [{path: p.yaml}, {path: q.yaml}]\n", p=PATCH + NAMED, q=PATCH + PORT)),
    Case("a map that both versions have", over(replaced("metadata.labels")) | {"base/all.yaml": INGRESS.replace("web}\n", "web, labels: {a: b}}\n")}),
    Case("a list that both versions have", over(replaced("metadata.finalizers")) | {"base/all.yaml": INGRESS.replace("web}\n", "web, finalizers: [a]}\n")}),
    Case("a map that is the same but for a part of it", over(replaced("spec")) | {"base/all.yaml": INGRESS}),
    Case("a patch that cannot be converted", over("patches: [{path: p.yaml}]\n", p=PATCH + "spec: {backend: {serviceName: a, servicePort: 1}, defaultBackend: {}}\n")),
    Case("a base that cannot be converted", over("patches: [{path: p.yaml}]\n", p=PATCH + NAMED) | {"base/all.yaml": PATCH + "spec: {backend: {serviceName: a, servicePort: 1}, defaultBackend: {}}\n"}),
    Case("a result that cannot be converted", over("patches: [{path: p.yaml}]\n", p=PATCH + "spec: {defaultBackend: {}}\n")),
    Case("an operation after which nothing can be converted", over(operated("{op: add, path: /spec/defaultBackend, value: {}}", "{op: remove, path: /spec/defaultBackend}"))),
    Case("a name that a patch under a target does not give", {**over("patches: [{path: o.yaml, target: {kind: Ingress, name: new}}]\n", o=OPS.format(path="/spec/backend/serviceName")), "base/kustomization.yaml": f"resources: [all.yaml]\npatches: [{{path: p.yaml, target: {ON_WEB}}}]\n", "base/p.yaml": PATCH.replace("web", "new") + NAMED}),
    Case("a namespace that a patch under a target does not give", {**over("patches: [{path: o.yaml, target: {kind: Ingress, namespace: new}}]\n", o=OPS.format(path="/spec/backend/serviceName")), "base/kustomization.yaml": f"resources: [all.yaml]\npatches: [{{path: p.yaml, target: {ON_WEB}}}]\n", "base/p.yaml": PATCH.replace("web}", "web, namespace: new}") + NAMED}),
    Case("no YAML that names a file elsewhere", {"lone/all.yaml": INGRESS, "over/kustomization.yaml": "resources: [../lone/all.yaml\n"}),
    Case("a file elsewhere", {"lone/all.yaml": INGRESS, "over/kustomization.yaml": "resources: [../lone/all.yaml]\n" + inline(PATCH)}),
    # what is taken in
    Case("one that is there already, with an anchor", {"base/kustomization.yaml": "resources: [all.yaml, b.yaml]\n", "base/all.yaml": INGRESS, "base/b.yaml": "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: &a {name: web}\nx: *a\n"}),
    Case("one that is there already, of another name", {"base/kustomization.yaml": "resources: [all.yaml, b.yaml]\n", "base/all.yaml": INGRESS, "base/b.yaml": "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: b}\n"}),
    Case("one that names what is old is there already", {"base/kustomization.yaml": "resources: [all.yaml, b.yaml]\n", "base/all.yaml": SCALER, "base/b.yaml": SCALER.replace("v2beta1", "v2").replace("apps/v1", "extensions/v1beta1")}),
    Case("the second document of a file", over(operated("{op: remove, path: /spec/backend}")) | {"base/all.yaml": f"apiVersion: v1\nkind: Service\nmetadata: {{name: s}}\n---\n{INGRESS}"}),
    Case("a base in UTF-16", over("patches: [{path: p.yaml}]\n", p=PATCH + NAMED) | {"base/all.yaml": "\ufeff" + INGRESS}),
    Case("a file that is not there", {"base/kustomization.yaml": "resources: [all.yaml, nowhere.yaml]\n", "base/all.yaml": INGRESS}),
    Case("a file twice", {"base/kustomization.yaml": "resources: [all.yaml, all.yaml]\n", "base/all.yaml": INGRESS}),
    Case("two of another name", {"base/kustomization.yaml": "resources: [all.yaml, b.yaml]\n", "base/all.yaml": INGRESS, "base/b.yaml": INGRESS.replace("web}", "b}")}),
    Case("two of another namespace", {"base/kustomization.yaml": "resources: [all.yaml, b.yaml]\n", "base/all.yaml": INGRESS, "base/b.yaml": INGRESS.replace("web}", "web, namespace: b}").replace("networking.k8s.io", "extensions")}),
    Case("one that is there already, in a folder below", {"base/kustomization.yaml": "resources: [all.yaml, in]\n", "base/all.yaml": INGRESS, "base/in/kustomization.yaml": "resources: [b.yaml]\n", "base/in/b.yaml": "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\n"}),
    Case("one that is there already, in a List", {"base/kustomization.yaml": "resources: [all.yaml, b.yaml]\n", "base/all.yaml": INGRESS, "base/b.yaml": "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web}}\n"}),
    Case("bases, as they were called", {**over(inline(PATCH)), "over/kustomization.yaml": "bases: [../base]\n" + inline(PATCH)}),
    Case("a component with objects", over("components: [../part]\n" + operated("{op: remove, path: /spec/backend}")) | {"part/kustomization.yaml": "kind: Component\nresources: [b.yaml]\n", "part/b.yaml": INGRESS.replace("web}", "b}")}),
    Case("an item of a List", over(operated("{op: remove, path: /spec/backend}")) | {"base/all.yaml": "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Service, metadata: {name: web}}\n- apiVersion: networking.k8s.io/v1beta1\n  kind: Ingress\n  metadata: {name: web}\n  spec: {backend: {serviceName: a, servicePort: 1}}\n"}),
    Case("a generated chart beside a patch", {"over/kustomization.yaml": "helmCharts: [{name: a}]\npatches: [{path: p.yaml}]\n", "over/p.yaml": PATCH}),
    Case("a remote base with a host", {"over/kustomization.yaml": "resources: ['git@x.y:a/b']\npatches: [{path: p.yaml}]\n", "over/p.yaml": PATCH}),
    Case("a template that is taken in", over(inline(PATCH)) | {"base/all.yaml": PATCH + "spec: {{ .a }}\n"}),
    Case("a base with a key twice", over("patches: [{path: p.yaml}]\n", p=PATCH + NAMED) | {"base/all.yaml": INGRESS + "metadata: {name: web}\n"}),
    Case("a base that is no YAML", over("patches: [{path: p.yaml}]\n", p=PATCH + NAMED) | {"base/all.yaml": INGRESS + "  a: b: c\n"}),
    Case("objects that cannot be converted, under a patch", over("patches: [{path: p.yaml}]\n", p=PATCH + NAMED) | {"base/all.yaml": INGRESS.replace("backend: {", "backend: {resource: {kind: A}, ")}),
    # what is given to all
    Case("a namespace over a custom resource's definition and a role", over("namespace: shop\n") | {"base/all.yaml": "apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: ClusterRole\nmetadata: {name: web}\n---\napiVersion: apiextensions.k8s.io/v1beta1\nkind: CustomResourceDefinition\nmetadata: {name: as.x.io}\nspec: {group: x.io, version: v1, scope: Cluster, names: {plural: as, kind: A}}\n"}),
    Case("labels over a scaler", over("commonLabels: {a: b}\n") | {"base/all.yaml": SCALER}),
    Case("labels over a job's template", over("commonLabels: {a: b}\n") | {"base/all.yaml": CRONJOB}),
    Case("labels that select", over("labels:\n- pairs: {a: b}\n  includeSelectors: true\n") | {"base/all.yaml": WORKLOAD}),
    Case("labels that are for templates, over a job", over("labels:\n- pairs: {a: b}\n  includeTemplates: true\n") | {"base/all.yaml": CRONJOB}),
    Case("the second entry of labels", over("labels:\n- pairs: {a: b}\n- pairs: {c: d}\n  fields: [{path: spec/y, kind: Ingress, version: v1beta1, create: true}]\n")),
    Case("a field of a group of its own, not to create", over("labels:\n- pairs: {a: b}\n  fields: [{path: spec/y, group: networking.k8s.io, version: v1beta1}]\n")),
    Case("labels of other shapes", over("labels: [1, {pairs: 1}, {pairs: {a: b}, fields: [1, {path: 1}]}]\ncommonLabels: 1\nnamespace: 1\n")),
]  # fmt: skip
