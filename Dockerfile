# syntax=docker/dockerfile:1

FROM node:22-bookworm-slim AS pages
WORKDIR /src/admin-ui
COPY admin-ui/package.json admin-ui/package-lock.json admin-ui/.npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
COPY admin-ui ./
RUN npm run build

FROM golang:1.26-bookworm AS program
WORKDIR /src
ENV CGO_ENABLED=0
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
COPY --from=pages /src/admin-ui/dist admin-ui/dist
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    go build -trimpath -ldflags "-s -w" -o /capiconnect ./server && mkdir /data

# No shell and no PostgreSQL: a container needs DATABASE_URL, and probes come from outside (/livez and /readyz on OPS_ADDR).
FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=program /capiconnect /capiconnect
COPY --from=program --chown=nonroot /data /data
ENV DATA_DIR=/data LISTEN_ADDR=0.0.0.0:8080 OPS_ADDR=0.0.0.0:8081
VOLUME /data
EXPOSE 8080 8081
ENTRYPOINT ["/capiconnect"]
CMD ["serve"]
