// Package kept keeps in an annotation what the other version has no field for, as cluster-api's MarshalData does.
package kept

import (
	"encoding/json"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Put writes data as JSON into an annotation of obj.
func Put(obj metav1.Object, annotation string, data any) error {
	text, err := json.Marshal(data)
	if err != nil {
		return err
	}
	// The map may be the source's, which a conversion must not change.
	annotations := make(map[string]string, len(obj.GetAnnotations())+1)
	for key, value := range obj.GetAnnotations() {
		annotations[key] = value
	}
	annotations[annotation] = string(text)
	obj.SetAnnotations(annotations)
	return nil
}

// Take reads an annotation of obj into data and removes it; whether there was one.
func Take(obj metav1.Object, annotation string, data any) (bool, error) {
	text, ok := obj.GetAnnotations()[annotation]
	if !ok {
		return false, nil
	}
	annotations := make(map[string]string, len(obj.GetAnnotations()))
	for key, value := range obj.GetAnnotations() {
		if key != annotation {
			annotations[key] = value
		}
	}
	obj.SetAnnotations(annotations)
	return true, json.Unmarshal([]byte(text), data)
}
