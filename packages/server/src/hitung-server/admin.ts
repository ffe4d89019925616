import { once } from "node:events";
import { createServer as createHttpServer, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { createRegistry } from "./metrics.js";
import type { Service } from "./service.js";

/**
 * So many connections at once at most: they leave the file descriptors to clients (`maxConnections` leaves 64 to all
 * else). A Prometheus keeps one, a probe one for a moment. One more takes the place of the oldest, which mostly is silent.
 */
const MAX_CONNECTIONS = 8;

/** How long, in milliseconds, a connection may be silent, and a request or its answer may take. */
const TIMEOUT_MS = 10_000;

/** The HTTP server that shows how a service does. */
export interface Admin {
  readonly address: AddressInfo;
  close(): Promise<void>;
}

/**
 * What `/readyz` answers. A balancer such as HAProxy (`http-check disable-on-404`) sends no new clients to one that says 404,
 * and leaves those that it has.
 */
const READINESS = {
  starting: [503, "not ready"],
  ready: [200, "ready"],
  stopping: [404, "stopping"],
} as const;

/**
 * Starts an HTTP server that tells how a service does: `/metrics` for Prometheus, `/healthz` whether the process
 * lives, `/readyz` whether clients are accepted.
 * @param version of the program
 * @param onFull called when a connection was closed for another one, and none before since there was room
 * @param timeout see TIMEOUT_MS
 * @throws a system error whose `code` tells why it cannot listen
 */
export async function startAdmin(
  service: Service,
  version: string,
  address: { readonly host: string; readonly port: number },
  onFull: (maxConnections: number) => void,
  timeout = TIMEOUT_MS,
): Promise<Admin> {
  const registry = createRegistry(service, version);
  const pages: Readonly<Record<string, (response: ServerResponse) => Promise<unknown> | unknown>> = {
    "/healthz": (response) => response.end("ok\n"),
    "/readyz": (response) => {
      const [status, text] = READINESS[service.state];
      response.writeHead(status).end(`${text}\n`);
    },
    "/metrics": async (response) => {
      const metrics = await registry.metrics();
      response.setHeader("content-type", registry.contentType).end(metrics);
    },
  };
  const timeouts = {
    headersTimeout: timeout,
    requestTimeout: timeout,
    keepAliveTimeout: timeout,
    connectionsCheckingInterval: Math.ceil(timeout / 10),
  };
  const http = createHttpServer(timeouts, async ({ method, url = "" }, response) => {
    response.setHeader("content-type", "text/plain; charset=utf-8");
    const page = pages[pathOf(url)];
    if (page === undefined) {
      response.writeHead(404).end(`${Object.keys(pages).join("\n")}\n`);
    } else if (method !== "GET" && method !== "HEAD") {
      response.writeHead(405, { allow: "GET, HEAD" }).end();
    } else {
      // What goes wrong with a page must not end the server.
      await Promise.resolve(page(response)).catch((error) => response.destroy(error));
    }
  });
  // Of connections that take no answer.
  http.timeout = timeout;
  const sockets = new Set<Socket>();
  let isFull = false;
  http.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => {
      sockets.delete(socket);
      if (sockets.size < MAX_CONNECTIONS) isFull = false;
    });
    if (sockets.size <= MAX_CONNECTIONS) return;
    const [oldest] = sockets;
    oldest?.destroy();
    if (!isFull) onFull(MAX_CONNECTIONS);
    isFull = true;
  });
  http.listen(address);
  await once(http, "listening");
  // To accept may fail, as where descriptors are used up. Clients go before.
  http.on("error", () => {});
  return {
    address: http.address() as AddressInfo,
    async close() {
      http.close();
      http.closeAllConnections();
      await once(http, "close");
    },
  };
}

/** The path of a request's target, which may be a whole URL (RFC 9112, section 3.2.2). */
function pathOf(target: string): string {
  const isUrl = !target.startsWith("/") && URL.canParse(target);
  return isUrl ? new URL(target).pathname : target.replace(/\?.*/s, "");
}
