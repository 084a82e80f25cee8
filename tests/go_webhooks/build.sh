#!/usr/bin/env bash
# build.sh OUTDIR [NAME...] - build webhook-NAME into OUTDIR for each folder here (all of them by default), and put the
# CRDs of its module beside it, in webhook-NAME.yaml.
set -euo pipefail
[ $# -ge 1 ] || { sed -n 2,3p "$0"; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"; out=$(cd "$1" && pwd); shift
[ $# -gt 0 ] || set -- $(cd "$here" && dirname */go.mod)
export GOTOOLCHAIN=local CGO_ENABLED=0 GOFLAGS=-mod=readonly
for name in "$@"; do
  start=$(date +%s)
  cd "$here/$name"
  go build -trimpath -ldflags "-s -w" -o "$out/webhook-$name" .
  # A module's CRDs are not Go code, so only its own folder in the module cache has them.
  while read -r module files; do
    for file in "$(go list -m -f '{{.Dir}}' "$module")"/$files; do
      printf -- '---\n'; cat "$file"
    done
  done <crds >"$out/webhook-$name.yaml"
  echo "webhook-$name: $(($(date +%s) - start)) s, $(du -h "$out/webhook-$name" | cut -f1)"
done
