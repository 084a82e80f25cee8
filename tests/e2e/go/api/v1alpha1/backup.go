// Package v1alpha1 is backup.acme.io/v1alpha1: its destination is one text, and its words are in capitals.
package v1alpha1

import (
	"fmt"
	"regexp"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/conversion"

	"kconv.example/e2e/api/kept"
	v1 "kconv.example/e2e/api/v1"
)

// GroupVersion of this package.
var GroupVersion = schema.GroupVersion{Group: "backup.acme.io", Version: "v1alpha1"}

// keptHere is the annotation of newer versions that holds what only this one has.
const keptHere = "backup.acme.io/v1alpha1-data"

var target = regexp.MustCompile(`^s3://([^/]+)(?:/(.+))?$`)

var newer = map[string]string{"ALWAYS": "Always", "RETRY": "OnFailure", "NEVER": "Never"}
var older = map[string]string{"Always": "ALWAYS", "OnFailure": "RETRY", "Never": "NEVER"}

type Hook struct {
	Name    string           `json:"name"`
	Cmd     []string         `json:"cmd"`
	After   *bool            `json:"after,omitempty"`
	Timeout *metav1.Duration `json:"timeout,omitempty"`
}

type BackupSpec struct {
	Schedule  string             `json:"schedule"`
	Target    string             `json:"target"`
	Secret    string             `json:"secret"`
	Keep      *int32             `json:"keep,omitempty"`
	OnFailure string             `json:"onFailure,omitempty"`
	Hooks     []Hook             `json:"hooks,omitempty"`
	MaxSize   *resource.Quantity `json:"maxSize,omitempty"`
	Checksum  string             `json:"checksum,omitempty"`
	Verbose   *bool              `json:"verbose,omitempty"`
}

type BackupStatus struct {
	State          string       `json:"state,omitempty"`
	LastBackupTime *metav1.Time `json:"lastBackupTime,omitempty"`
}

type Backup struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec   BackupSpec    `json:"spec"`
	Status *BackupStatus `json:"status,omitempty"`
}

// checksum is what the hub keeps of this version.
type checksum struct {
	Checksum string `json:"checksum"`
}

// ConvertTo makes the hub of it. A target that is no s3 address is an error: there is nothing to put in its place.
func (in *Backup) ConvertTo(hub conversion.Hub) error {
	out := hub.(*v1.Backup)
	out.ObjectMeta = in.ObjectMeta
	spec := in.Spec
	parts := target.FindStringSubmatch(spec.Target)
	if parts == nil {
		return fmt.Errorf("spec.target: %q is not s3://bucket/path", spec.Target)
	}
	out.Spec = v1.BackupSpec{
		Schedule: spec.Schedule, Destination: v1.Destination{Bucket: parts[1]}, Credentials: v1.SecretKeyRef{Name: spec.Secret},
		RetryPolicy: newer[spec.OnFailure], MaxSize: spec.MaxSize,
	}
	if parts[2] != "" {
		out.Spec.Destination.Path = &parts[2]
	}
	if spec.Keep != nil {
		out.Spec.Retention = &v1.Retention{Count: spec.Keep}
	}
	for _, hook := range spec.Hooks {
		made := v1.Hook{Name: hook.Name, Exec: v1.ExecAction{Command: hook.Cmd}, Timeout: hook.Timeout}
		if hook.After != nil && *hook.After {
			made.When = "After"
		} else if hook.After != nil {
			made.When = "Before"
		}
		out.Spec.Hooks = append(out.Spec.Hooks, made)
	}
	if in.Status != nil {
		out.Status = &v1.BackupStatus{Phase: in.Status.State, LastBackupTime: in.Status.LastBackupTime}
	}
	var was v1.Backup
	if ok, err := kept.Take(out, v1.Kept, &was); err != nil {
		return err
	} else if ok {
		restore(out, &was)
	}
	if spec.Checksum != "" {
		return kept.Put(out, keptHere, checksum{spec.Checksum})
	}
	return nil
}

// restore brings back what this version has no field for.
func restore(out, was *v1.Backup) {
	out.Spec.Credentials.Key = was.Spec.Credentials.Key
	out.Spec.MaxUnavailable = was.Spec.MaxUnavailable
	out.Spec.Suspend = was.Spec.Suspend
	if out.Spec.Retention != nil && was.Spec.Retention != nil {
		out.Spec.Retention.MaxAge = was.Spec.Retention.MaxAge
	}
	if out.Status != nil && was.Status != nil {
		out.Status.Conditions = was.Status.Conditions
	}
}

// ConvertFrom makes it of the hub, which is kept whole.
func (out *Backup) ConvertFrom(hub conversion.Hub) error {
	in := hub.(*v1.Backup)
	out.ObjectMeta = in.ObjectMeta
	spec := in.Spec
	out.Spec = BackupSpec{
		Schedule: spec.Schedule, Target: "s3://" + spec.Destination.Bucket, Secret: spec.Credentials.Name,
		OnFailure: older[spec.RetryPolicy], MaxSize: spec.MaxSize,
	}
	if spec.Destination.Path != nil {
		out.Spec.Target += "/" + *spec.Destination.Path
	}
	if spec.Retention != nil {
		out.Spec.Keep = spec.Retention.Count
	}
	for _, hook := range spec.Hooks {
		made := Hook{Name: hook.Name, Cmd: hook.Exec.Command, Timeout: hook.Timeout}
		if hook.When != "" {
			after := hook.When == "After"
			made.After = &after
		}
		out.Spec.Hooks = append(out.Spec.Hooks, made)
	}
	if in.Status != nil {
		out.Status = &BackupStatus{State: in.Status.Phase, LastBackupTime: in.Status.LastBackupTime}
	}
	var was checksum
	if _, err := kept.Take(out, keptHere, &was); err != nil {
		return err
	}
	out.Spec.Checksum = was.Checksum
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
