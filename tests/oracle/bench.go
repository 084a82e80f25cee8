package main

import (
	"encoding/json"
	"errors"
	"syscall"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	kjson "sigs.k8s.io/json"
)

// benchLine tells the processor time of one conversion from JSON to JSON in nanoseconds, the mean of several, with what
// the garbage collector takes beside it: nanos of Kubernetes' own work alone, loop of the convert command, which also
// looks for unknown fields and keeps clock times out.
func benchLine(req *request, times int) *response {
	to, err := schema.ParseGroupVersion(req.To)
	if err == nil && (to.Empty() || times < 1) {
		err = errors.New("to and times must be set")
	}
	var alone, loop int64
	if err == nil {
		alone, err = each(times, func() error {
			_, err := convertJSON(req.Object, to, req.Defaults)
			return err
		})
	}
	if err == nil {
		loop, err = each(times, func() error {
			convertLine(req, false, false)
			return nil
		})
	}
	if err != nil {
		return &response{Error: err.Error()}
	}
	return &response{Nanos: alone, Loop: loop}
}

// each tells the mean time of one of several runs.
func each(times int, run func() error) (int64, error) {
	start := processorTime()
	for i := 0; i < times; i++ {
		if err := run(); err != nil {
			return 0, err
		}
	}
	return (processorTime() - start) / int64(times), nil
}

// processorTime is what this process has taken so far: unlike the clock it does not count who else runs.
func processorTime() int64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return used.Utime.Nano() + used.Stime.Nano()
}

// convertJSON is a conversion as kubectl convert and the API server do it, on an object that they have just parsed.
func convertJSON(raw []byte, to schema.GroupVersion, defaults bool) ([]byte, error) {
	var meta runtime.TypeMeta
	if err := json.Unmarshal(raw, &meta); err != nil {
		return nil, err
	}
	gvk := meta.GroupVersionKind()
	obj, err := scheme.New(gvk)
	if err != nil {
		return nil, err
	}
	if err := kjson.UnmarshalCaseSensitivePreserveInts(raw, obj); err != nil {
		return nil, err
	}
	if defaults {
		scheme.Default(obj)
	}
	hub, err := scheme.UnsafeConvertToVersion(obj, hubGroupVersion(gvk))
	if err != nil {
		return nil, err
	}
	target, err := scheme.UnsafeConvertToVersion(hub, to)
	if err != nil {
		return nil, err
	}
	return json.Marshal(target)
}
