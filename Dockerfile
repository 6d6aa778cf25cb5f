# docker build -t sitedex .
# docker run --rm --user "$(id -u)" -v "$PWD:/data" sitedex crawl https://example.org/
ARG BASE=debian:bookworm-slim

FROM ${BASE} AS build
WORKDIR /src
COPY scripts/packages scripts/install-deps scripts/
RUN scripts/install-deps build
COPY . .
RUN cmake --preset release -DSITEDEX_TESTS=OFF \
 && cmake --build --preset release \
 && cmake --install build --component program --prefix /opt/sitedex --strip

FROM ${BASE}
COPY scripts/packages scripts/install-deps /tmp/scripts/
RUN /tmp/scripts/install-deps run \
 && rm -rf /tmp/scripts /var/lib/apt/lists/* /var/cache/apt/* \
 && useradd --system --create-home --home-dir /data sitedex
COPY --from=build /opt/sitedex/bin/sitedex /usr/local/bin/
USER sitedex
WORKDIR /data
VOLUME /data
ENTRYPOINT ["sitedex"]
CMD ["--help"]
