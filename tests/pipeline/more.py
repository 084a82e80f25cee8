"""Small documents, each of which shows one thing. What is reported of them is in reports/more.txt."""

from __future__ import annotations

from kconv.names import GroupVersion, Release
from kconv.pipeline.migrate import Options
from tests.test_pipeline import POLICY, ROLE, SERVICE, WEBHOOK, Case, item

INGRESS = "apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata: {name: web}\nspec: {backend: {serviceName: a, servicePort: 80}}\n"
CRONJOBS = "apiVersion: batch/v1beta1\nkind: CronJobList\nitems:\n"
HOOKS = "apiVersion: admissionregistration.k8s.io/v1beta1\nkind: ValidatingWebhookConfigurationList\nitems:\n"
MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n"
SOPS = "sops: {mac: 'ENC[AES256_GCM,data:q1w2]'}\n"
HINT = Options(target=Release(32))


def to(version: str, **more: bool) -> Options:
    return Options(to=GroupVersion.parse(version), **more)  # type: ignore[arg-type]


def on(minor: int, **more: object) -> Options:
    return Options(target=Release(minor), **more)  # type: ignore[arg-type]


def hpa(version: str) -> str:
    return f"apiVersion: autoscaling/{version}\nkind: HorizontalPodAutoscaler\nmetadata: {{name: h}}\nspec: {{maxReplicas: 2, scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: d}}}}\n"


def old(name: str, text: str, options: Options = HINT, file: str = "a.yaml", **others: str) -> Case:
    named = {key.replace("__", "."): value for key, value in others.items()}
    return Case(name, text, [], None, options, file, named)


MORE = [
    # verdicts
    old("served and not deprecated", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n"),
    old("one that an inline patch names, which waits", INGRESS, kustomization__yaml="resources: [a.yaml]\npatches:\n- patch: |-\n    apiVersion: networking.k8s.io/v1beta1\n    kind: Ingress\n    metadata: {name: web}\n    spec: {ingressClassName: b}\n"),
    old("an encrypted patch that names what is old", hpa("v2").replace("apps/v1", "extensions/v1beta1") + SOPS, kustomization__yaml="patches: [{path: a.yaml}]\n"),
    old("without defaults", INGRESS.replace("spec:", "spec: {rules: [{http: {paths: [{path: /, backend: {serviceName: a, servicePort: 1}}]}}]}\nx:"), on(32, defaults="none")),
    old("with the server's defaults", "apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: c}\nspec: {schedule: '* * * * *', jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}}\n", on(32, defaults="all")),
    old("a version that no release has published", "apiVersion: extensions/v1beta1\nkind: Job\nmetadata: {name: j}\nspec: {manualSelector: true, template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}\n"),
    old("an old object that names another one", hpa("v2beta2").replace("apps/v1", "extensions/v1beta1")),
    old("names are left alone where the result is to equal the one of Kubernetes", hpa("v2beta2").replace("apps/v1", "extensions/v1beta1"), on(32, defaults="all", demands=False)),
    old("deprecated, still served", "apiVersion: flowcontrol.apiserver.k8s.io/v1beta3\nkind: FlowSchema\nmetadata: {name: f}\n", on(31)),
    old("deprecated, where those move too", "apiVersion: flowcontrol.apiserver.k8s.io/v1beta3\nkind: FlowSchema\nmetadata: {name: f}\n", on(31, deprecated=True)),
    old("deprecated without a successor", "apiVersion: v1\nkind: ComponentStatus\nmetadata: {name: c}\n", on(31, deprecated=True)),
    old("deprecated and policy", POLICY, on(24)),
    old("deprecated and policy, where those move too", POLICY, on(24, deprecated=True)),
    old("the version that a release prefers", hpa("v1"), on(32, preferred=True)),
    old("the preferred one itself", hpa("v2"), on(32, preferred=True)),
    old("not served yet", "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h}\n", on(22)),
    old("not served any more", POLICY),
    old("not served yet in any version", "apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: c}\n", on(16)),
    old("off by default", "apiVersion: resource.k8s.io/v1alpha2\nkind: ResourceClaim\nmetadata: {name: c}\nspec: {resourceClassName: a}\n", on(32)),
    old("off by default, with rules there", "apiVersion: resource.k8s.io/v1alpha3\nkind: ResourceClaim\nmetadata: {name: c}\nspec: {devices: {}}\n", on(32)),
    old("off by default, alpha to alpha", "apiVersion: storage.k8s.io/v1alpha1\nkind: VolumeAttributesClass\nmetadata: {name: c}\ndriverName: d\n", on(34)),
    old("a request that is sent", "apiVersion: policy/v1beta1\nkind: Eviction\nmetadata: {name: p}\n"),
    old("a request of today", "apiVersion: policy/v1\nkind: Eviction\nmetadata: {name: p}\n"),
    old("a review", "apiVersion: authorization.k8s.io/v1beta1\nkind: SubjectAccessReview\nspec: {}\n"),
    old("to a version of the same kind", hpa("v2beta2"), to("autoscaling/v1")),
    old("to the version it has", hpa("v2"), to("autoscaling/v2")),
    old("to a version of another kind", SERVICE, to("autoscaling/v2")),
    old("to another group of its kind", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: {containers: [{name: a, image: b}]}}}\n", to("extensions/v1beta1")),
    old("an event, which has two homes", "apiVersion: events.k8s.io/v1beta1\nkind: Event\nmetadata: {name: e}\n"),
    old("a core event", "apiVersion: v1\nkind: Event\nmetadata: {name: e}\n"),
    # lists
    old("a typed list of current objects", "apiVersion: v1\nkind: ServiceList\nitems:\n- {metadata: {name: a}}\n"),
    old("a typed list under a target that serves it", CRONJOBS + "- {metadata: {name: a}}\n", on(24)),
    old("a typed list with items that are no maps", CRONJOBS + "- 1\n- null\n- {metadata: {name: a}, spec: {jobTemplate: {spec: {template: {spec: {containers: []}}}}}}\n"),
    old("a typed list without items", "apiVersion: batch/v1beta1\nkind: CronJobList\n"),
    old("a typed list of null", "apiVersion: batch/v1beta1\nkind: CronJobList\nitems: null\n"),
    old("a typed list of a map", "apiVersion: batch/v1beta1\nkind: CronJobList\nitems: {a: b}\n"),
    old("a typed list with an item that cannot move", HOOKS + "- {metadata: {name: a}, webhooks: [1]}\n- {metadata: {name: b}}\n"),
    old("a typed list without a successor", "apiVersion: policy/v1beta1\nkind: PodSecurityPolicyList\nitems:\n- {metadata: {name: a}}\n- {metadata: {name: b}}\n"),
    old("a typed list whose items say what they are", "apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: RoleList\nitems:\n" + item(ROLE)),
    old("a typed list of which an item waits", "apiVersion: networking.k8s.io/v1beta1\nkind: IngressList\nitems:\n- metadata: {name: web}\n- metadata: {name: other}\n", kustomization__yaml="resources: [a.yaml]\npatches:\n- patch: |-\n    apiVersion: networking.k8s.io/v1beta1\n    kind: Ingress\n    metadata: {name: web}\n    spec: {ingressClassName: b}\n"),
    old("a List whose items state no kind", "apiVersion: v1\nkind: List\nitems:\n- a: {apiVersion: extensions/v1beta1, kind: Ingress}\n"),
    old("a List in a List in a List", "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: List, items: [{apiVersion: batch/v1beta1, kind: CronJob, metadata: {name: c}}]}]}\n"),
    old("a typed list in a List", "apiVersion: v1\nkind: List\nitems:\n- apiVersion: rbac.authorization.k8s.io/v1beta1\n  kind: RoleList\n  items:\n  - metadata: {name: a}\n"),
    old("a kind that ends in List", "apiVersion: x.io/v1beta1\nkind: AllowList\nspec: {a: {apiVersion: extensions/v1beta1, kind: Ingress}}\n"),
    old("items of a current typed list that are old", "apiVersion: v1\nkind: ConfigMapList\nitems:\n- apiVersion: batch/v1beta1\n  kind: CronJob\n  metadata: {name: c}\n"),
    # what is written where
    old("an apiVersion on the last line", "kind: Role\nmetadata: {name: r}\napiVersion: rbac.authorization.k8s.io/v1beta1\n"),
    old("an apiVersion in quotes", ROLE.replace("rbac.authorization.k8s.io/v1beta1", "'rbac.authorization.k8s.io/v1beta1'")),
    old("an apiVersion with a comment", ROLE.replace("v1beta1", "v1beta1 # old")),
    old("a key in quotes", ROLE.replace("apiVersion", '"apiVersion"')),
    old("in flow style", "{apiVersion: rbac.authorization.k8s.io/v1beta1, kind: Role, metadata: {name: r}}\n"),
    old("JSON on one line", '{"kind": "Role", "apiVersion": "rbac.authorization.k8s.io/v1beta1", "metadata": {"name": "r"}}', file="a.json"),
    old("JSON behind JSON", '{"kind": "Role",\n "apiVersion": "rbac.authorization.k8s.io/v1beta1"}\n{"kind": "Role",\n "apiVersion": "rbac.authorization.k8s.io/v1beta1"}\n', file="a.json"),
    old("a name that is a number", ROLE.replace("reader", "5")),
    old("a generated name", ROLE.replace("name: reader", "generateName: r-")),
    old("no metadata", "apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: Role\n"),
    old("an apiVersion that is no text", "apiVersion: [rbac.authorization.k8s.io/v1beta1]\nkind: Role\n"),
    old("a kind that is no text", "apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: 1\n"),
    old("a document that is a text", "rbac.authorization.k8s.io/v1beta1 kind apiVersion\n"),
    old("a conflict beside an old object", f"{ROLE}---\n<<<<<<< HEAD\n{ROLE}=======\n{SERVICE}>>>>>>> b\n---\n{ROLE}"),
    old("two conflicts", f"<<<<<<< HEAD\n{ROLE}=======\n{SERVICE}>>>>>>> b\n---\n<<<<<<< HEAD\n{SERVICE}=======\n{SERVICE}>>>>>>> b\n"),
    old("a conflict among current objects", f"<<<<<<< HEAD\n{SERVICE}=======\n{SERVICE}>>>>>>> b\n"),
    old("a conflict beside what is no object", f"a: 1\n---\n<<<<<<< HEAD\n{ROLE}=======\n{SERVICE}>>>>>>> b\n"),
    old("one that waits, by its bytes alone", INGRESS.replace("{name: web}", "\n  name: web"), kustomization__yaml="resources: [a.yaml]\npatches:\n- patch: |-\n    apiVersion: networking.k8s.io/v1beta1\n    kind: Ingress\n    metadata: {name: web}\n    spec: {ingressClassName: b}\n"),
    old("an encrypted fragment", "apiVersion: extensions/v1beta1\nkind: Deployment\nspec: {replicas: 2}\n" + SOPS),
    old("two questions", "apiVersion: apiextensions.k8s.io/v1beta1\nkind: CustomResourceDefinition\nmetadata: {name: as.x.k8s.io}\nspec: {group: x.k8s.io, version: v1, scope: Cluster, names: {plural: as, kind: A}, preserveUnknownFields: false, validation: {openAPIV3Schema: {type: [object]}}}\n"),
    # errors
    old("no YAML, and old", f"{ROLE}x: a: b\n"),
    old("no YAML, and current", f"{SERVICE}x: a: b\n"),
    old("no YAML, and names what is old", f"{SERVICE}x: a: b\ny:\n  apiVersion: extensions/v1beta1\n"),
    old("no YAML, and no successor", f"{POLICY}x: a: b\n"),
    old("an error in an object", "apiVersion: apps/v1beta1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: 1}\n"),
    old("a key twice", f"{ROLE}kind: Role\n"),
    old("an alias that nothing is", f"{ROLE}x: *a\n"),
    # templates
    old("a template", f"{ROLE}x: {{{{ .a }}}}\n"),
    old("a template without a kind", "apiVersion: rbac.authorization.k8s.io/v1beta1\nx: {{ .a }}\n"),
    old("a template of what has no successor", f"{POLICY}x: {{{{ .a }}}}\n"),
    old("a template of a request", "apiVersion: policy/v1beta1\nkind: Eviction\nx: {{ .a }}\n"),
    old("a template under another name", ROLE, file="a.yaml.tmpl"),
    old("two documents of a template", f"{ROLE}---\n{SERVICE}---\n{ROLE}", file="a.yaml.gotmpl"),
    old("a line before the first document", f"# {{{{ .a }}}}\n{ROLE}---\n{ROLE}", file="a.yaml.tmpl"),
    old("an empty template", "", file="a.yaml.tmpl"),
    old("a variable of the shell", ROLE.replace("reader", "$NAME")),
    old("ytt", f"#@ x = 1\n{ROLE}"),
    old("a rule in a template", "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nrules:\n- apiGroups: [extensions]\n  resources: [ingresses, deployments/scale]\n  verbs: {{ .x }}\n"),
    old("a template for one version", f"{hpa('v2beta2')}x: {{{{ .a }}}}\n", to("autoscaling/v2")),
    old("a template of a deprecated version", "apiVersion: policy/v1beta1\nx: {{ .a }}\n", on(22, deprecated=True)),
    old("a template in which nothing is old", f"{SERVICE}x: {{{{ .a }}}}\n"),
    old("notes of a chart", f"{ROLE}x: {{{{ .a }}}}\n", file="templates/NOTES.txt"),
    old("a rule before a version", "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nrules:\n- apiGroups: [extensions]\n  resources: [ingresses]\n  verbs: {{ .x }}\ny:\n  apiVersion: extensions/v1beta1\n  kind: Ingress\n"),
    old("a rule and a version on one line", "rules: [{apiGroups: [extensions], resources: [ingresses], x: {{ .x }}}] # apiVersion: extensions/v1beta1\n"),
    # what is inside
    old("a fallback without a kind", "a: {xApiVersion: '${V:-policy/v1beta1}', kind: PodDisruptionBudget}\n"),
    old("a fallback with a kind and a name", "a: {api_version: '${V:-policy/v1beta1}', kind: PodDisruptionBudget, name: b}\n"),
    old("a fallback with metadata", "a: {apiVersion: '${V:-policy/v1beta1}', kind: PodDisruptionBudget, metadata: {name: b}}\n"),
    old("a kind of two words in a key of its own", "a: {xApiVersion: extensions/v1beta1, kind: Ingress, metadata: {name: b}}\n"),
    old("one in each of two texts", MAP + "data:\n  a: |\n    apiVersion: extensions/v1beta1\n    kind: Ingress\n  b: |\n    kind: Ingress\n    apiVersion: extensions/v1beta1\n"),
    old("a quoted text of JSON that is a text", MAP + "data:\n  a: '\"{\\\"apiVersion\\\": \\\"policy/v1beta1\\\"}\"'\n"),
    old("a document that is a list, and an old one", "- {apiVersion: policy/v1beta1, kind: PodDisruptionBudget}\n- 1\n"),
    old("an object with a placeholder for its version", "apiVersion: '${V:-policy/v1beta1}'\nkind: PodDisruptionBudget\nspec: {x: {apiVersion: policy/v1beta1}}\n"),
    old("the schema that an OpenAPI document has", '{"x": {"x-kubernetes-group-version-kind": [{"group": "extensions", "version": "v1beta1", "kind": "Ingress"}], "apiVersion": "policy/v1beta1"}}'),
    old("the schema at the top of one", '{"x-kubernetes-group-version-kind": [{"apiVersion": "policy/v1beta1"}], "apiVersion": "v1", "kind": "A"}'),
    old("books in metadata", f"{MAP}x: {{metadata: {{managedFields: [{{apiVersion: policy/v1beta1}}], a: {{apiVersion: policy/v1beta1}}}}}}\n"),
    old("a version of a key", f"{MAP}data: {{apiVersion: policy/v1beta1}}\n"),
    old("a version that is deprecated", f"{MAP}x: {{apiVersion: flowcontrol.apiserver.k8s.io/v1beta3, kind: FlowSchema}}\n", on(31, deprecated=True)),
    old("a version alone that is deprecated", f"{MAP}x: {{apiVersion: flowcontrol.apiserver.k8s.io/v1beta3}}\n", on(31, deprecated=True)),
    old("one with a version to come", f"{MAP}x: {{apiVersion: batch/v1, kind: CronJob}}\n", on(20)),
    old("a kind and a name", f"{MAP}x: {{apiVersion: extensions/v1beta1, kind: Ingress, metadata: {{name: web}}}}\n"),
    old("an unknown kind in a version that is gone for all", f"{MAP}x: {{apiVersion: extensions/v1beta1, kind: Foo}}\n"),
    old("an unknown kind in a version that other kinds keep", f"{MAP}x: {{apiVersion: networking.k8s.io/v1beta1, kind: Foo}}\n"),
    old("a kind with a blank", f"{MAP}x: {{apiVersion: extensions/v1beta1, kind: A B}}\n"),
    old("a selector in a target", "patches:\n- target: {group: extensions, version: v1beta1, kind: Ingress}\n"),
    old("a selector of a group and version", "patches:\n- target: {group: extensions, version: v1beta1}\n"),
    old("a selector of a kind and a group", "patches:\n- target: {group: extensions, kind: Ingress}\n"),
    old("a selector of a version that is served", "patches:\n- target: {group: apps, version: v1, kind: Deployment}\n"),
    old("a selector of a group alone", "patches:\n- target: {group: extensions}\n"),
    old("a selector of a version and kind, among texts", "patches: []\nx: {version: v1beta2, kind: Deployment}\n"),
    old("a selector with its apiVersion", "patches:\n- target: {apiVersion: extensions/v1beta1, group: extensions, version: v1beta1, kind: Ingress}\n"),
    old("a value of a parameter", "a:\n- {name: x.apiVersion, value: policy/v1beta1}\n- {name: x.version, value: policy/v1beta1}\n"),
    old("the books of a server elsewhere", f"{MAP}x: {{managedFields: [{{apiVersion: policy/v1beta1}}]}}\n"),
    old("encrypted, with something old inside", f"{MAP}x: {{apiVersion: policy/v1beta1, kind: PodDisruptionBudget}}\n{SOPS}"),
    old("encrypted, old", f"{INGRESS}{SOPS}"),
    old("encrypted, a question", f"{WEBHOOK}{SOPS}"),
    old("a text in a text in a text", MAP + "data:\n  a: |\n    data:\n      b: |\n        apiVersion: extensions/v1beta1\n        kind: Ingress\n"),
    old("a List in a text", MAP + "data:\n  a: |\n    apiVersion: v1\n    kind: List\n    items:\n    - apiVersion: extensions/v1beta1\n      kind: Ingress\n"),
    old("a template in a text", MAP + "data:\n  a: |\n    apiVersion: extensions/v1beta1\n    kind: Ingress\n    x: {{ .a }}\n"),
    # conversions
    old("a field in a map that the old version never had", "apiVersion: apiextensions.k8s.io/v1beta1\nkind: CustomResourceDefinition\nmetadata: {name: as.x.io}\nspec: {group: x.io, version: v1, scope: Cluster, names: {plural: as, kind: A}, preserveUnknownFields: false, validation: {openAPIV3Schema: {type: object, properties: {a: {type: string, x-kubernetes-validations: [{rule: 'true'}]}}}}}\n"),
    old("a question", WEBHOOK),
    old("a question that is answered", WEBHOOK, on(32, decisions={"webhook.sideEffects": "None", "webhook.admissionReviewVersions": "v1"})),
    old("an answer that is none", WEBHOOK, on(32, decisions={"webhook.sideEffects": "Maybe"})),
    old("no defaults", INGRESS, on(32, defaults="none")),
    old("all defaults", INGRESS, on(32, defaults="all")),
    old("a default that is left out", "apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: b}]}}}\n", on(32, leave_out=frozenset({"spec.progressDeadlineSeconds"}))),
    old("a stash", "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: b}\nspec: {selector: {}}\n", on(32, stash=True)),
    old("a fragment", "apiVersion: extensions/v1beta1\nkind: Deployment\nspec: {replicas: 2}\n"),
    old("a patch by its name", "apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: d}\nspec: {replicas: 2}\n", file="p.yaml", kustomization__yaml="patches: [{path: p.yaml}]\n"),
    old("a patch of a current object that names what is old", "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h}\nspec: {scaleTargetRef: {apiVersion: extensions/v1beta1, kind: Deployment, name: d}}\n", file="p.yaml", kustomization__yaml="patches: [{path: p.yaml}]\n"),
    # kustomizations themselves
    old("a kustomization that replaces in what is old", "replacements:\n- source: {group: extensions, version: v1beta1, kind: Ingress}\n  targets: []\n", file="kustomization.yaml"),
    old("the same in another file", "replacements:\n- source: {group: extensions, version: v1beta1, kind: Ingress}\n  targets: []\n"),
    old("a kustomization that replaces in what is current", "replacements:\n- source: {group: apps, version: v1, kind: Deployment}\n  targets: []\n", file="kustomization.yaml"),
    old("a kustomization that is a template", "replacements:\n- source: {group: extensions, version: v1beta1, kind: {{ .a }}}\n  targets: []\n", file="kustomization.yaml"),
    old("a kustomization that is no YAML", "a: b: c\nreplacements:\n- source: {group: extensions, version: v1beta1, kind: Ingress}\n", file="kustomization.yaml"),
    old("a kustomization that selects what is old", "patches:\n- target: {group: extensions, version: v1beta1, kind: Ingress}\n  path: p.yaml\n", file="kustomization.yaml"),
    old("one that names its kind", "kind: Component\npatches:\n- target: {group: extensions, version: v1beta1, kind: Ingress}\n  path: p.yaml\n", file="kustomization.yaml"),
    old("one of another kind", "kind: Other\npatches:\n- target: {group: extensions, version: v1beta1, kind: Ingress}\n  path: p.yaml\n", file="kustomization.yaml"),
    old("a file that is called otherwise", "patches:\n- target: {group: extensions, version: v1beta1, kind: Ingress}\n  path: p.yaml\n"),
    old("a variable of a kustomization", "vars:\n- name: A\n  objref: {apiVersion: extensions/v1beta1, kind: Ingress, name: a}\n", file="kustomization.yml"),
]  # fmt: skip
