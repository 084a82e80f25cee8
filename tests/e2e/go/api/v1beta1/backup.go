// Package v1beta1 is backup.acme.io/v1beta1: it has no suspend and no conditions, and its hooks have a bare command.
package v1beta1

import (
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/controller-runtime/pkg/conversion"

	"kconv.example/e2e/api/kept"
	v1 "kconv.example/e2e/api/v1"
)

// GroupVersion of this package.
var GroupVersion = schema.GroupVersion{Group: "backup.acme.io", Version: "v1beta1"}

type Hook struct {
	Name    string           `json:"name"`
	When    string           `json:"when,omitempty"`
	Command []string         `json:"command"`
	Timeout *metav1.Duration `json:"timeout,omitempty"`
}

type BackupSpec struct {
	Schedule       string              `json:"schedule"`
	Destination    v1.Destination      `json:"destination"`
	SecretRef      v1.SecretKeyRef     `json:"secretRef"`
	Retention      *v1.Retention       `json:"retention,omitempty"`
	RetryPolicy    string              `json:"retryPolicy,omitempty"`
	Hooks          []Hook              `json:"hooks,omitempty"`
	MaxSize        *resource.Quantity  `json:"maxSize,omitempty"`
	MaxUnavailable *intstr.IntOrString `json:"maxUnavailable,omitempty"`
}

type BackupStatus struct {
	Phase          string       `json:"phase,omitempty"`
	LastBackupTime *metav1.Time `json:"lastBackupTime,omitempty"`
}

type Backup struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec   BackupSpec    `json:"spec"`
	Status *BackupStatus `json:"status,omitempty"`
}

// ConvertTo makes the hub of it.
func (in *Backup) ConvertTo(hub conversion.Hub) error {
	out := hub.(*v1.Backup)
	out.ObjectMeta = in.ObjectMeta
	spec := in.Spec
	out.Spec = v1.BackupSpec{
		Schedule: spec.Schedule, Destination: spec.Destination, Credentials: spec.SecretRef, Retention: spec.Retention,
		RetryPolicy: spec.RetryPolicy, MaxSize: spec.MaxSize, MaxUnavailable: spec.MaxUnavailable,
	}
	for _, hook := range spec.Hooks {
		out.Spec.Hooks = append(out.Spec.Hooks,
			v1.Hook{Name: hook.Name, When: hook.When, Exec: v1.ExecAction{Command: hook.Command}, Timeout: hook.Timeout})
	}
	if in.Status != nil {
		out.Status = &v1.BackupStatus{Phase: in.Status.Phase, LastBackupTime: in.Status.LastBackupTime}
	}
	var was v1.Backup
	if ok, err := kept.Take(out, v1.Kept, &was); err != nil || !ok {
		return err
	}
	out.Spec.Suspend = was.Spec.Suspend
	if out.Status != nil && was.Status != nil {
		out.Status.Conditions = was.Status.Conditions
	}
	return nil
}

// ConvertFrom makes it of the hub, which is kept whole.
func (out *Backup) ConvertFrom(hub conversion.Hub) error {
	in := hub.(*v1.Backup)
	out.ObjectMeta = in.ObjectMeta
	spec := in.Spec
	out.Spec = BackupSpec{
		Schedule: spec.Schedule, Destination: spec.Destination, SecretRef: spec.Credentials, Retention: spec.Retention,
		RetryPolicy: spec.RetryPolicy, MaxSize: spec.MaxSize, MaxUnavailable: spec.MaxUnavailable,
	}
	for _, hook := range spec.Hooks {
		out.Spec.Hooks = append(out.Spec.Hooks,
			Hook{Name: hook.Name, When: hook.When, Command: hook.Exec.Command, Timeout: hook.Timeout})
	}
	if in.Status != nil {
		out.Status = &BackupStatus{Phase: in.Status.Phase, LastBackupTime: in.Status.LastBackupTime}
	}
	return kept.Put(out, v1.Kept, &v1.Backup{Spec: in.Spec, Status: in.Status})
}

// DeepCopyObject is part of runtime.Object. No conversion calls it.
func (in *Backup) DeepCopyObject() runtime.Object {
	out := &Backup{}
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(in)
	if err == nil {
		err = runtime.DefaultUnstructuredConverter.FromUnstructured(content, out)
	}
	if err != nil {
		panic(err)
	}
	return out
}
