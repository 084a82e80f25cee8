// Serves Capsule's own conversions, with controller-runtime's own handler.
package main

import (
	"flag"
	"log"
	"net/http"

	"github.com/go-logr/logr"
	b1 "github.com/projectcapsule/capsule/api/v1beta1"
	b2 "github.com/projectcapsule/capsule/api/v1beta2"
	"k8s.io/apimachinery/pkg/runtime"
	ctrllog "sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/webhook/conversion"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:9703", "")
	flag.Parse()
	ctrllog.SetLogger(logr.Discard())
	s := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{b1.AddToScheme, b2.AddToScheme} {
		if err := add(s); err != nil {
			log.Fatal(err)
		}
	}
	http.Handle("/convert", conversion.NewWebhookHandler(s))
	log.Fatal(http.ListenAndServe(*addr, nil))
}
