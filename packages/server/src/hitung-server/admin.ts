import { once } from "node:events";
import { createServer as createHttpServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Server } from "../server.js";
import { createRegistry } from "./metrics.js";
import type { ReplyTimes } from "./reply-times.js";

/** The HTTP server that shows how a server does. */
export interface Admin {
  readonly address: AddressInfo;
  close(): Promise<void>;
}

/**
 * Starts an HTTP server that tells how `server` does: `/metrics` for Prometheus, `/healthz` whether the process
 * lives, `/readyz` whether clients are accepted.
 * @throws a system error whose `code` tells why it cannot listen
 */
export async function startAdmin(
  server: Server,
  replyTimes: ReplyTimes,
  address: { readonly host: string; readonly port: number },
): Promise<Admin> {
  const registry = createRegistry(server, replyTimes);
  const pages: Readonly<Record<string, (response: ServerResponse) => Promise<unknown> | unknown>> = {
    "/healthz": (response) => response.end("ok\n"),
    "/readyz": (response) => {
      if (!server.isAccepting) response.statusCode = 503;
      response.end(server.isAccepting ? "ready\n" : "not ready\n");
    },
    "/metrics": async (response) => {
      const metrics = await registry.metrics();
      response.setHeader("content-type", registry.contentType).end(metrics);
    },
  };
  const http = createHttpServer(async ({ method, url = "" }, response) => {
    response.setHeader("content-type", "text/plain; charset=utf-8");
    const page = pages[url.replace(/\?.*/s, "")];
    if (page === undefined) {
      response.writeHead(404).end(`${Object.keys(pages).join("\n")}\n`);
    } else if (method !== "GET" && method !== "HEAD") {
      response.writeHead(405, { allow: "GET, HEAD" }).end();
    } else {
      await page(response);
    }
  });
  http.listen(address);
  await once(http, "listening");
  return {
    address: http.address() as AddressInfo,
    async close() {
      http.close();
      http.closeAllConnections();
      await once(http, "close");
    },
  };
}
