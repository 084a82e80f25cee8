"""What Kubernetes asks of a server, whatever it serves."""
