#!/bin/sh
# Collects Node and the libraries that it needs under a folder, as they stand in this system.
set -eu

target=$1
node=$(command -v node)

mkdir -p "$target/usr/bin"
cp -L "$node" "$target/usr/bin/node"
# What debuggers need is a third of it.
if command -v strip >/dev/null; then strip "$target/usr/bin/node"; fi
# Lines such as "libm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x…)", and "/lib64/ld-linux-x86-64.so.2 (0x…)".
for library in $(ldd "$node" | sed -nE 's#^[^/]*(/[^ ]+) \(0x.*#\1#p'); do
  mkdir -p "$target$(dirname "$library")"
  cp -L "$library" "$target$library"
done
