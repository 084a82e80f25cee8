// Serves the conversion of Backup as controller-runtime's manager does: with its server, its handler and its metrics.
package main

import (
	"flag"
	"log"
	"os"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/klog/v2/textlogger"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/webhook"
	"sigs.k8s.io/controller-runtime/pkg/webhook/conversion"

	"kconv.example/e2e/api/v1"
	"kconv.example/e2e/api/v1alpha1"
	"kconv.example/e2e/api/v1beta1"
)

func main() {
	host := flag.String("host", "127.0.0.1", "address to listen on")
	port := flag.Int("port", 9443, "port to listen on")
	certs := flag.String("certs", "", "folder that holds tls.crt and tls.key")
	flag.Parse()
	ctrl.SetLogger(textlogger.NewLogger(textlogger.NewConfig(textlogger.Output(os.Stderr))))
	scheme := runtime.NewScheme()
	scheme.AddKnownTypes(v1.GroupVersion, &v1.Backup{})
	scheme.AddKnownTypes(v1beta1.GroupVersion, &v1beta1.Backup{})
	scheme.AddKnownTypes(v1alpha1.GroupVersion, &v1alpha1.Backup{})
	server := webhook.NewServer(webhook.Options{Host: *host, Port: *port, CertDir: *certs})
	server.Register("/convert", conversion.NewWebhookHandler(scheme, conversion.NewRegistry()))
	if err := server.Start(ctrl.SetupSignalHandler()); err != nil {
		log.Fatal(err)
	}
}
