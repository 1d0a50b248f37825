{{/* The name of everything, and of what belongs to one side of it. */}}
{{- define "capiconnect.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "capiconnect.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "capiconnect.labels" -}}
{{ include "capiconnect.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "capiconnect.image" -}}
{{ .Values.image.repository }}{{ if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}

{{/* A StatefulSet of programs of one side, as each needs a folder that outlives it. Takes the root, side, args, replicas (none: another says) and resources. */}}
{{- define "capiconnect.programs" -}}
{{- $root := .root -}}
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ include "capiconnect.name" $root }}-{{ .side }}
  labels:
    {{- include "capiconnect.labels" $root | nindent 4 }}
    app.kubernetes.io/component: {{ .side }}
spec:
  {{- with .replicas }}
  replicas: {{ . }}
  {{- end }}
  serviceName: {{ include "capiconnect.name" $root }}-{{ .side }}-programs
  podManagementPolicy: Parallel
  persistentVolumeClaimRetentionPolicy: {whenDeleted: Retain, whenScaled: Retain}
  selector:
    matchLabels:
      {{- include "capiconnect.selector" $root | nindent 6 }}
      app.kubernetes.io/component: {{ .side }}
  template:
    metadata:
      labels:
        {{- include "capiconnect.labels" $root | nindent 8 }}
        app.kubernetes.io/component: {{ .side }}
    spec:
      automountServiceAccountToken: false
      enableServiceLinks: false
      terminationGracePeriodSeconds: 45 # the program drains for up to 30, after the 5 of preStop
      securityContext:
        runAsNonRoot: true
        runAsUser: 65532
        runAsGroup: 65532
        fsGroup: 65532
        fsGroupChangePolicy: OnRootMismatch
        seccompProfile: {type: RuntimeDefault}
      {{- with $root.Values.image.pullSecrets }}
      imagePullSecrets:
        {{- range . }}
        - name: {{ . }}
        {{- end }}
      {{- end }}
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- include "capiconnect.selector" $root | nindent 14 }}
              app.kubernetes.io/component: {{ .side }}
      {{- with $root.Values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $root.Values.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: capiconnect
          image: {{ include "capiconnect.image" $root }}
          args: {{ toJson .args }}
          env:
            {{- include "capiconnect.settings" $root | nindent 12 }}
          ports:
            {{- if eq .side "serve" }}
            - {name: http, containerPort: 8080}
            {{- end }}
            - {name: ops, containerPort: 8081}
          startupProbe: # migrations may take a while, or another program may be applying them
            httpGet: {path: /livez, port: ops}
            periodSeconds: 2
            failureThreshold: 300
          livenessProbe:
            httpGet: {path: /livez, port: ops}
            periodSeconds: 10
            failureThreshold: 3
          readinessProbe:
            httpGet: {path: /readyz, port: ops}
            periodSeconds: 2
            timeoutSeconds: 3
            failureThreshold: 2
          {{- if eq .side "serve" }}
          lifecycle: # the cluster stops sending requests at the same time as it stops the pod, and not sooner
            preStop:
              sleep: {seconds: 5}
          {{- end }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: {drop: [ALL]}
          {{- with .resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          volumeMounts:
            - {name: data, mountPath: /data}
            - {name: secrets, mountPath: /run/secrets/capiconnect, readOnly: true}
      volumes:
        - name: secrets
          secret:
            secretName: {{ $root.Values.existingSecret }}
            defaultMode: 0440
            items:
              {{- range concat (list "database-url" "encryption-keyset" "meta-app-secret") $root.Values.optionalSecrets }}
              - {key: {{ . }}, path: {{ . }}}
              {{- end }}
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        {{- with $root.Values.persistence.storageClass }}
        storageClassName: {{ . }}
        {{- end }}
        resources:
          requests:
            storage: {{ $root.Values.persistence.size }}
{{- end }}

{{- define "capiconnect.settings" -}}
- {name: LISTEN_ADDR, value: "0.0.0.0:8080"}
- {name: OPS_ADDR, value: "0.0.0.0:8081"}
- {name: DATA_DIR, value: /data}
- {name: PUBLIC_URL, value: {{ .Values.publicURL | quote }}}
- {name: META_APP_ID, value: {{ .Values.meta.appID | quote }}}
- {name: META_CONFIG_ID, value: {{ .Values.meta.configID | quote }}}
{{- with .Values.trustedProxies }}
- {name: TRUSTED_PROXIES, value: {{ join "," . | quote }}}
{{- end }}
{{- range concat (list "database-url" "encryption-keyset" "meta-app-secret") .Values.optionalSecrets }}
- {name: {{ . | upper | replace "-" "_" }}_FILE, value: /run/secrets/capiconnect/{{ . }}}
{{- end }}
{{- range $name, $value := .Values.settings }}
- {name: {{ $name }}, value: {{ $value | quote }}}
{{- end }}
{{- end }}
