import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { fileURLToPath } from "node:url";

/**
 * @typedef {object} RunningServer
 * @property {number} port
 * @property {number} pid
 * @property {() => Promise<void>} stop
 */

/** A script of Node that prints `:PORT.` once it listens. */
async function startNode(script, ...args) {
  const child = spawn(process.execPath, [
    fileURLToPath(new URL(script, import.meta.url)),
    ...args.map(String),
  ]);
  child.stderr.pipe(process.stderr);
  let output = "";
  for (;;) {
    output += (await once(child.stdout, "data"))[0];
    const [, port] = /:(\d+)\. /.exec(output) ?? /:(\d+)\.\n/.exec(output) ?? [];
    if (port !== undefined) return running(child, Number(port));
  }
}

/** @returns {Promise<RunningServer>} the real server in a process of its own */
export function startHitung(...args) {
  return startNode("../dist/hitung-server/bin.cjs", "--port", 0, ...args);
}

/** @returns {Promise<RunningServer>} a server that sends back what comes */
export function startBareEcho() {
  return startNode("bare-echo.js");
}

/** @returns {Promise<RunningServer>} a server that throws away `size` bytes and then replies */
export function startBareSink(size, replyHex) {
  return startNode("bare-sink.js", size, replyHex);
}

/** @returns {Promise<RunningServer | undefined>} Redis, without its persistence; undefined where it is not installed */
export async function startRedis() {
  const port = await freePort();
  const options = { port, bind: "127.0.0.1", "protected-mode": "no", save: "", appendonly: "no" };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn("redis-server", args, { stdio: "ignore" });
  const failed = once(child, "error").then(() => true);
  while (!(await Promise.race([accepts(port), failed]))) {
    // A connection that was refused took its time already.
  }
  return child.pid === undefined ? undefined : running(child, port);
}

function running(child, port) {
  const ended = once(child, "close");
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  return { port, pid: child.pid, stop };
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
}
