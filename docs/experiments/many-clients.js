// Thousands of clients, one thread: all are connected before the first one asks.
import { connect } from "../../packages/client/dist/index.js";
import { say, startHitung } from "./common.js";

const CLIENTS = 2000;
const server = await startHitung();
const { port } = server.address;

const clients = [];
while (clients.length < CLIENTS) clients.push(await connect({ port }));
const { open } = server.statistics;
say(`${open} koneksi terbuka dalam satu proses`, `${open} connections are open in one process`);

// The last to come asks first, and client i sends i letters, so that each has an answer of its own.
const counts = await Promise.all(clients.map((client, i) => client.count("a".repeat(i))).reverse());
const right = counts.reverse().filter((count, i) => count === i).length;
say(`${right} jawaban benar`, `${right} answers are right`);

for (const client of clients) client.close();
await server.close();
