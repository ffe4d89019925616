#!/usr/bin/env bash
# Shows the bytes of a frame with a message, and of the frame that answers it: frame.sh [--] [MESSAGE]
# Needs nc (netcat-openbsd). HITUNG_HOST and HITUNG_PORT tell the server.
set -euo pipefail
export LC_ALL=C # so that bash counts bytes

case ${1-} in
--) shift ;; # what follows is the message, also if it begins with -
-*) echo "frame.sh: unknown option $1; usage: frame.sh [--] [MESSAGE]" >&2 && exit 2 ;;
esac
host=${HITUNG_HOST:-127.0.0.1} port=${HITUNG_PORT:-12345}
message=${*-Handy Arfiano Hastyawan}
size=$(printf '%08x' "${#message}")
header=$(printf '\\x%s' f9 01 "${size:0:2}" "${size:2:2}" "${size:4:2}" "${size:6:2}")

printf "$header%s" "$message" | od -An -tx1
printf "$header%s" "$message" | nc -N "$host" "$port" | od -An -tx1 ||
  { echo "frame.sh: no answer from $host port $port" >&2 && exit 1; }
