#!/bin/sh
# Has Prometheus read its configuration and the alerts, and try them by their tests. Where promtool is missing, root on Debian gets it.
set -eu
if ! command -v promtool >/dev/null && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
	apt-get update -qq >&2
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends prometheus >&2
fi
command -v promtool >/dev/null || { echo "missing: promtool, which comes with Prometheus" >&2; exit 1; }
cd deploy/prometheus
promtool check config prometheus.yml
promtool test rules alerts_test.yml
