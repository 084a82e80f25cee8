// Package v1 is the hub: backup.acme.io/v1 of examples/custom-resources, as an author in Go writes it.
package v1

import (
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// GroupVersion of this package.
var GroupVersion = schema.GroupVersion{Group: "backup.acme.io", Version: "v1"}

// Kept is the annotation of older versions that holds what only this one has.
const Kept = "backup.acme.io/v1-data"

type Destination struct {
	Bucket string  `json:"bucket"`
	Path   *string `json:"path,omitempty"`
}

type SecretKeyRef struct {
	Name string `json:"name"`
	Key  string `json:"key,omitempty"`
}

type Retention struct {
	Count  *int32           `json:"count,omitempty"`
	MaxAge *metav1.Duration `json:"maxAge,omitempty"`
}

type ExecAction struct {
	Command []string `json:"command"`
}

type Hook struct {
	Name    string           `json:"name"`
	When    string           `json:"when,omitempty"`
	Exec    ExecAction       `json:"exec"`
	Timeout *metav1.Duration `json:"timeout,omitempty"`
}

type BackupSpec struct {
	Schedule       string              `json:"schedule"`
	Destination    Destination         `json:"destination"`
	Credentials    SecretKeyRef        `json:"credentials"`
	Retention      *Retention          `json:"retention,omitempty"`
	RetryPolicy    string              `json:"retryPolicy,omitempty"`
	Hooks          []Hook              `json:"hooks,omitempty"`
	MaxSize        *resource.Quantity  `json:"maxSize,omitempty"`
	MaxUnavailable *intstr.IntOrString `json:"maxUnavailable,omitempty"`
	Suspend        *bool               `json:"suspend,omitempty"`
}

type BackupStatus struct {
	Phase          string             `json:"phase,omitempty"`
	LastBackupTime *metav1.Time       `json:"lastBackupTime,omitempty"`
	Conditions     []metav1.Condition `json:"conditions,omitempty"`
}

type Backup struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec   BackupSpec    `json:"spec"`
	Status *BackupStatus `json:"status,omitempty"`
}

// Hub marks the version through which the others convert.
func (*Backup) Hub() {}

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
