#!/usr/bin/env bash
# Builds the image of hitung-server.
set -euo pipefail
cd "$(dirname "$0")/../.."

usage="Usage: deploy/container/build.sh [TAG]
Builds the image of hitung-server, and calls it TAG (localhost/hitung-server).
Variables:
  ENGINE       what builds it: podman or docker; the first of both that is there
  NODE_IMAGE   an image with node and sh, from which Node is taken (node:22-bookworm-slim)
  BUILD_FLAGS  more arguments for the build"
if [[ ${1-} = --help || ${1-} = -h ]]; then
  echo "$usage"
  exit
elif (($# > 1)) || [[ ${1-} = -* ]]; then
  printf 'build.sh takes no %s\n%s\n' "${*: -1}" "$usage" >&2
  exit 2
fi
tag=${1:-localhost/hitung-server}
engine=${ENGINE:-$(command -v podman || command -v docker || true)}
if [[ -z $engine ]]; then
  echo "build.sh needs podman or docker" >&2
  exit 1
fi

context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT
npx --yes pnpm@12 --silent build
# The server with its dependencies, and without those of its development.
npx --yes pnpm@12 --filter @hitung/server --silent deploy --prod --legacy "$context/server"
cp deploy/container/Containerfile deploy/container/collect.sh "$context"
# shellcheck disable=SC2086
"$engine" build ${NODE_IMAGE:+--build-arg NODE_IMAGE="$NODE_IMAGE"} ${BUILD_FLAGS-} \
  --file "$context/Containerfile" --tag "$tag" "$context"
