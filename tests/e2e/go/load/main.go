// Sends one body many times over some connections, as kube-apiserver does: HTTP/1.1 over TLS, kept alive.
// Prints one line of JSON: requests, failures, seconds in all, and milliseconds of the median, the 99th and the slowest.
package main

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"flag"
	"io"
	"log"
	"net/http"
	"os"
	"sort"
	"strings"
	"sync"
	"time"
)

type figures struct {
	Requests int     `json:"requests"`
	Failed   int     `json:"failed"`
	Bytes    int     `json:"bytes"`
	Seconds  float64 `json:"seconds"`
	P50      float64 `json:"p50"`
	P99      float64 `json:"p99"`
	Slowest  float64 `json:"slowest"`
}

type worker struct {
	taken  []float64
	failed int
	size   int
}

func main() {
	url := flag.String("url", "", "webhook to ask")
	file := flag.String("body", "", "file with the ConversionReview to send")
	requests := flag.Int("n", 500, "requests in all")
	connections := flag.Int("c", 10, "connections, and requests in flight at most")
	says := flag.String("says", `"Success"`, "text that an answer must have")
	flag.Parse()
	body, err := os.ReadFile(*file)
	if err != nil {
		log.Fatal(err)
	}
	workers := make([]worker, *connections)
	clients := make([]*http.Client, *connections)
	for n := range clients {
		clients[n] = client()
		// Connections are open before the clock starts, as they are in a server that has listed once.
		if _, err := ask(clients[n], *url, body, *says); err != nil {
			log.Fatal(err)
		}
	}
	var wait sync.WaitGroup
	start := time.Now()
	for n := range workers {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := n; i < *requests; i += *connections {
				workers[n].send(clients[n], *url, body, *says)
			}
		}()
	}
	wait.Wait()
	print(workers, time.Since(start).Seconds())
}

func client() *http.Client {
	trust := &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"http/1.1"}}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: trust, MaxIdleConnsPerHost: 1, DisableCompression: true}}
}

func (w *worker) send(client *http.Client, url string, body []byte, says string) {
	start := time.Now()
	size, err := ask(client, url, body, says)
	w.taken = append(w.taken, time.Since(start).Seconds()*1000)
	w.size = size
	if err != nil {
		w.failed++
		log.Print(err)
	}
}

type unexpected string

func (u unexpected) Error() string { return "unexpected answer: " + string(u) }

func ask(client *http.Client, url string, body []byte, says string) (int, error) {
	response, err := client.Post(url, "application/json", bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err == nil && (response.StatusCode != 200 || !strings.Contains(string(answer), says)) {
		err = unexpected(answer[:min(len(answer), 500)])
	}
	return len(answer), err
}

func print(workers []worker, seconds float64) {
	found := figures{Seconds: seconds}
	var taken []float64
	for _, worker := range workers {
		taken = append(taken, worker.taken...)
		found.Failed += worker.failed
		found.Bytes = max(found.Bytes, worker.size)
	}
	sort.Float64s(taken)
	found.Requests = len(taken)
	found.P50, found.P99, found.Slowest = taken[len(taken)/2], taken[len(taken)*99/100], taken[len(taken)-1]
	json.NewEncoder(os.Stdout).Encode(found)
}
