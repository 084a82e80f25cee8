// Command schemas tells what Kubernetes' own code says of schemas in a CustomResourceDefinition v1.
// It reads and writes JSON lines; see README.md.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	v1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apimachinery/pkg/runtime"
)

type question struct {
	Object json.RawMessage     // a CustomResourceDefinition v1: is it accepted?
	Schema *v1.JSONSchemaProps // with Value: what becomes of the value?
	Value  any
}

type problem struct {
	Path    string `json:"path"`
	Message string `json:"message"`
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	for in.Scan() {
		answer, err := ask(in.Bytes())
		if err != nil {
			answer = map[string]any{"error": err.Error()}
		}
		line, _ := json.Marshal(answer)
		fmt.Println(string(line))
	}
}

func ask(line []byte) (map[string]any, error) {
	var q question
	if err := json.Unmarshal(line, &q); err != nil {
		return nil, err
	}
	if q.Schema != nil {
		return prunedAndDefaulted(q.Schema, q.Value)
	}
	return problems(q.Object)
}

func prunedAndDefaulted(external *v1.JSONSchemaProps, value any) (map[string]any, error) {
	var internal apiextensions.JSONSchemaProps
	if err := v1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(external, &internal, nil); err != nil {
		return nil, err
	}
	structural, err := schema.NewStructural(&internal)
	if err != nil {
		return nil, err
	}
	pruned, defaulted := runtime.DeepCopyJSONValue(value), runtime.DeepCopyJSONValue(value)
	pruning.Prune(pruned, structural, true)
	defaulting.PruneNonNullableNullsWithoutDefaults(defaulted, structural)
	defaulting.Default(defaulted, structural)
	return map[string]any{"pruned": pruned, "defaulted": defaulted}, nil
}

func problems(object json.RawMessage) (map[string]any, error) {
	var external v1.CustomResourceDefinition
	if err := json.Unmarshal(object, &external); err != nil {
		return nil, err
	}
	v1.SetDefaults_CustomResourceDefinition(&external)
	var crd apiextensions.CustomResourceDefinition
	if err := v1.Convert_v1_CustomResourceDefinition_To_apiextensions_CustomResourceDefinition(&external, &crd, nil); err != nil {
		return nil, err
	}
	found := []problem{}
	for _, e := range validation.ValidateCustomResourceDefinition(context.Background(), &crd) {
		found = append(found, problem{e.Field, e.Detail})
	}
	return map[string]any{"problems": found}, nil
}
