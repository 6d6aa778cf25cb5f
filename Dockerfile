# docker build -t sitedex .
# docker run -d -p 127.0.0.1:7878:7878 -v "$PWD:/data" --user "$(id -u)" --read-only --tmpfs /tmp sitedex
# docker run --rm -v "$PWD:/data" --user "$(id -u)" sitedex crawl https://example.org/
ARG BASE=debian:bookworm-slim

FROM ${BASE} AS build
WORKDIR /src
COPY scripts/packages scripts/install-deps scripts/
RUN scripts/install-deps build
COPY . .
RUN cmake --preset release -DSITEDEX_TESTS=OFF \
 && cmake --build --preset release --target sitedex \
 && install -D --strip build/sitedex /opt/sitedex/sitedex

FROM ${BASE}
COPY scripts/packages scripts/install-deps /tmp/scripts/
# The larger tables of CLD2 are nobody's here. The user has the same number in each build: what is in a volume stays its
# own.
RUN /tmp/scripts/install-deps run \
 && rm -rf /tmp/scripts /var/lib/apt/lists/* /var/cache/* /var/log/* /usr/lib/*/libcld2_full.so* \
 && useradd --uid 10001 --no-log-init --no-create-home --home-dir /data --shell /usr/sbin/nologin sitedex \
 && install --directory --owner sitedex --group sitedex /data
COPY --from=build /opt/sitedex/sitedex /usr/local/bin/
COPY scripts/container-start scripts/container-health /usr/local/bin/
USER 10001
WORKDIR /data
VOLUME /data
# From within a container loopback reaches nobody. Who may come in is what publishes the port; the operator's page and
# API are not there without a token.
ENV SITEDEX_LISTEN=0.0.0.0:7878
EXPOSE 7878
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["container-health"]
ENTRYPOINT ["container-start"]
