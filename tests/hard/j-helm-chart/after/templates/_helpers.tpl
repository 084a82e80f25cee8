{{- define "web.ingress.apiVersion" -}}
{{- if semverCompare "<1.14-0" .Capabilities.KubeVersion.GitVersion -}}
extensions/v1beta1
{{- else -}}
networking.k8s.io/v1beta1
{{- end -}}
{{- end -}}
