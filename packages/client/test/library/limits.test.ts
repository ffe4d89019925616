import { once } from "node:events";
import { createServer } from "@hitung/server";
import { expect, test } from "@jest/globals";
import { connect } from "../../src/index.js";
import { startServer } from "../server.js";

test("a server that is busy: refused after so many tries, served once there is room", async () => {
  const server = await startServer({ maxConnections: 1 });
  const first = await connect({ port: server.port });
  expect(await first.count("a")).toBe(1);
  await using hasty = await connect({ port: server.port, tries: 2 });
  await expect(hasty.count("ab")).rejects.toMatchObject({ name: "ServerError", code: 17 });
  await using patient = await connect({ port: server.port, tries: 1000 });
  const refused = once(server, "refuse");
  const waiting = patient.count("abc");
  await refused;
  await first.close();
  expect(await waiting).toBe(3);
});

test("a server that closes idle connections", async () => {
  const server = await startServer({ idleTimeout: 1 });
  // A slow machine may need many tries to be answered within a millisecond.
  await using client = await connect({ port: server.port, tries: 1000 });
  expect(await client.count("a")).toBe(1);
  while (client.isConnected) await new Promise((resolve) => setImmediate(resolve));
  expect(await client.count("ab")).toBe(2);
});

test("a server that shuts down and comes back, under load", async () => {
  let server = await startServer();
  const { port } = server;
  await using client = await connect({ port, tries: 1000 });
  for (let i = 0; i < 5; i++) {
    const sizes = Array.from({ length: 20_000 }, (_, j) => j % 100);
    const counting = Promise.all(sizes.map((size) => client.count("x".repeat(size))));
    await client.count("x");
    await server.close();
    server = Object.assign(createServer({ port }), { port });
    await server.listen();
    expect(await counting).toEqual(sizes);
  }
  await server.close();
});

test("a message that is too large fails alone, and is not tried again", async () => {
  const server = await startServer({ maxMessageSize: 1000 });
  await using client = await connect({ port: server.port });
  const results = await Promise.allSettled([
    client.count("x".repeat(1001)),
    client.count("x".repeat(1000)),
    client.count(["x".repeat(600), "x".repeat(600), "x".repeat(600)]),
    client.count("ok"),
  ]);
  expect(results).toMatchObject([
    { reason: { name: "ServerError", code: 2 } },
    { value: 1000 },
    { reason: { name: "ServerError", code: 2 } },
    { value: 2 },
  ]);
  expect(server.statistics.accepted).toBe(1);
});
