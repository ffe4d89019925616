import { expect } from "@jest/globals";
import { Peer } from "../../../../testing/peer.js";
import { sentence } from "../../../../testing/sentences.js";
import { until } from "../../../../testing/until.js";
import { BadClients, MeasuredServer } from "./children.js";
import { testWithProc } from "./descriptors.js";
import { honestLatencies } from "./honest.js";

const DESCRIPTORS = 128;

testWithProc("a server out of file descriptors goes on for those it serves, and recovers", async () => {
  const server = await MeasuredServer.start({ maxConnections: 1000 }, DESCRIPTORS);
  const { port } = server;
  const honest = await Peer.connect(port);
  expect(await honest.ask("before\n", 46)).toBe(sentence(6, "\n"));

  const idle = await BadClients.start("idle", { port, count: 300 });
  await until(() => server.descriptors >= DESCRIPTORS - 1);
  for (let i = 0; i < 100; i++) expect(await honest.ask("while\n", 46)).toBe(sentence(5, "\n"));

  await idle.stop();
  expect(await honest.ask("after\n", 46)).toBe(sentence(5, "\n"));
  await until(() => server.descriptors < 40);
  await honestLatencies(port);
  await honest.close();
});
