import { createServer, type Server, type ServerOptions } from "@hitung/server";
import { whenTestEnds } from "../../../testing/cleanup.js";

/** The real server on a free port, which ends with the test. */
export async function startServer(options: ServerOptions = {}): Promise<Server & { port: number }> {
  const server = createServer({ port: 0, ...options });
  whenTestEnds(() => server.close());
  const { port } = await server.listen();
  return Object.assign(server, { port });
}
