#!/usr/bin/env bash
# Counts a message, or without any each line of the standard input, in text mode: client.sh [--] [MESSAGE]
# Needs nc (netcat-openbsd). HITUNG_HOST and HITUNG_PORT tell the server.
set -euo pipefail

case ${1-} in
--) shift ;; # what follows is the message, also if it begins with -
-*) echo "client.sh: unknown option $1; usage: client.sh [--] [MESSAGE]" >&2 && exit 2 ;;
esac
host=${HITUNG_HOST:-127.0.0.1} port=${HITUNG_PORT:-12345}
if (($#)); then printf '%s\n' "$*"; else cat; fi |
  nc -N "$host" "$port" |
  awk '{ print } /^(Galat|Error): / { failed = 1 } END { exit failed }' ||
  { echo "client.sh: not counted by $host port $port" >&2 && exit 1; }
