// Command check renders the chart as it comes and with everything switched on, and holds what comes out to the types of Kubernetes' and of the
// Prometheus operator's API: a field that they do not have, or one of another kind, fails it. It needs no cluster and no network.
//
// It owns which kinds the chart may make. It is a module of its own, so that the program's does not know Kubernetes.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	apps "k8s.io/api/apps/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	"sigs.k8s.io/yaml"
)

// kinds are those that the chart may make.
var kinds = map[string]func() any{
	"apps/v1 StatefulSet":                     func() any { return new(apps.StatefulSet) },
	"autoscaling/v2 HorizontalPodAutoscaler":  func() any { return new(autoscaling.HorizontalPodAutoscaler) },
	"monitoring.coreos.com/v1 PrometheusRule": func() any { return new(monitoring.PrometheusRule) },
	"monitoring.coreos.com/v1 ServiceMonitor": func() any { return new(monitoring.ServiceMonitor) },
	"networking.k8s.io/v1 Ingress":            func() any { return new(networking.Ingress) },
	"networking.k8s.io/v1 NetworkPolicy":      func() any { return new(networking.NetworkPolicy) },
	"policy/v1 PodDisruptionBudget":           func() any { return new(policy.PodDisruptionBudget) },
	"v1 Service":                              func() any { return new(core.Service) },
}

// least is the little that nobody can do without.
const least = `{publicURL: "https://capi.example.com", meta: {appID: "1", configID: "2"}, existingSecret: capiconnect}`

func main() {
	if err := check(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func check(dir string) error {
	everything, err := os.ReadFile(filepath.Join(dir, "example-values.yaml"))
	if err != nil {
		return err
	}
	all, err := render(dir, string(everything))
	if err != nil {
		return err
	}
	few, err := render(dir, least)
	if err != nil {
		return err
	}
	if _, err := render(dir, "{}"); err == nil {
		return errors.New("the chart renders without what it needs")
	}
	made := map[string]bool{}
	for _, document := range append(all, few...) {
		kind, err := decode(document)
		if err != nil {
			return err
		}
		made[kind] = true
	}
	for kind := range kinds {
		if !made[kind] {
			return fmt.Errorf("no values make the chart give a %s", kind)
		}
	}
	return nil
}

// render gives the documents that the chart makes of values, which its schema has to take.
func render(dir, values string) (documents []string, err error) {
	chart, err := loader.Load(dir)
	if err != nil {
		return nil, err
	}
	given, err := chartutil.ReadValues([]byte(values))
	if err != nil {
		return nil, err
	}
	release := chartutil.ReleaseOptions{Name: "example", Namespace: "default", IsInstall: true}
	complete, err := chartutil.ToRenderValues(chart, given, release, chartutil.DefaultCapabilities)
	if err != nil {
		return nil, err
	}
	files, err := engine.Render(chart, complete)
	if err != nil {
		return nil, err
	}
	for name, content := range files {
		if filepath.Ext(name) != ".yaml" {
			continue
		}
		for _, document := range strings.Split("\n"+content, "\n---") {
			if strings.TrimSpace(document) != "" {
				documents = append(documents, document)
			}
		}
	}
	return documents, nil
}

func decode(document string) (kind string, err error) {
	var head struct{ APIVersion, Kind string }
	if err := yaml.Unmarshal([]byte(document), &head); err != nil {
		return "", fmt.Errorf("%w in\n%s", err, document)
	}
	kind = head.APIVersion + " " + head.Kind
	object, known := kinds[kind]
	if !known {
		return "", fmt.Errorf("a %q is nothing that the chart may make:\n%s", kind, document)
	}
	if err := yaml.UnmarshalStrict([]byte(document), object()); err != nil {
		return "", fmt.Errorf("%s: %w", kind, err)
	}
	return kind, nil
}
