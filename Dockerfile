# syntax=docker/dockerfile:1
#
# The program in it is the same to the byte wherever it is built (scripts/check-reproducible.sh). For an image whose layers are, too:
#
#   docker buildx build --build-arg VERSION=1.0.0 --build-arg SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) \
#     --output type=image,name=capiconnect,rewrite-timestamp=true .
#
# The lists of what it is made of have the time at which they were written. Images are named by tag; whoever wants to be sure that a tag stays
# what it is puts @sha256:… behind it.

FROM node:22-bookworm-slim AS pages
WORKDIR /src/admin-ui
COPY admin-ui/package.json admin-ui/package-lock.json admin-ui/.npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
COPY admin-ui ./
RUN npm run build && npm sbom --omit=dev --sbom-format=cyclonedx > /pages.cdx.json

FROM golang:1.26-bookworm AS program
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
COPY --from=pages /src/admin-ui/dist admin-ui/dist
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    scripts/build-release.sh /capiconnect && scripts/sbom.sh /capiconnect /program.cdx.json && mkdir /data

# No shell and no PostgreSQL: a container needs DATABASE_URL, and probes come from outside (/livez and /readyz on OPS_ADDR).
FROM gcr.io/distroless/static-debian12:nonroot
ARG VERSION=unknown
LABEL org.opencontainers.image.title="CAPI Connect" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.description="What it is made of, as CycloneDX: /sbom/program.cdx.json (Go), /sbom/pages.cdx.json (npm)"
COPY --from=program /capiconnect /capiconnect
COPY --from=program /program.cdx.json /sbom/
COPY --from=pages /pages.cdx.json /sbom/
COPY --from=program --chown=nonroot /data /data
ENV DATA_DIR=/data LISTEN_ADDR=0.0.0.0:8080 OPS_ADDR=0.0.0.0:8081
VOLUME /data
EXPOSE 8080 8081
ENTRYPOINT ["/capiconnect"]
CMD ["serve"]
