# One static program in an otherwise empty image: no shell, no root, no package to update.
#   docker build --build-arg VERSION=$(git describe --tags --always) -t hebi .
#   docker run -p 8080:8080 -v hebi:/data -e HEBI_BASE_URL=https://news.example hebi

FROM node:22-bookworm-slim AS node

FROM golang:1.26-bookworm AS build
# Node builds the script of the desk's editor; nothing of it stays.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules/npm /usr/local/lib/node_modules/npm
ENV NPM="node /usr/local/lib/node_modules/npm/bin/npm-cli.js"
WORKDIR /src
COPY . .
ARG VERSION=unversioned
RUN make editor build VERSION=$VERSION

FROM scratch
COPY --from=build /src/bin/hebi /hebi
# /srv is empty: what is copied is a folder that the user may write to, which an
# empty image cannot make for itself.
COPY --from=build --chown=65532:65532 /srv /data
COPY --from=build --chown=65532:65532 /srv /tmp
USER 65532:65532
ENV HEBI_ADDR=0.0.0.0:8080 HEBI_DATA=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s CMD ["/hebi", "healthcheck"]
ENTRYPOINT ["/hebi"]
CMD ["serve"]
