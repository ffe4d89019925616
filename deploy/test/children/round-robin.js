// A server as `node:cluster` makes it unless told otherwise: the primary accepts all clients, and hands them to the workers. It
// prints the port and the workers whenever these change.
import cluster from "node:cluster";
import { createServer } from "@hitung/server";

if (cluster.isPrimary) {
  cluster.schedulingPolicy = cluster.SCHED_RR;
  const listening = new Set();
  let port = 0;
  const tell = () => process.stdout.write(`${JSON.stringify({ port, workers: [...listening] })}\n`);
  cluster.on("listening", ({ process: { pid } }, address) => {
    port = address.port;
    listening.add(pid);
    tell();
  });
  cluster.on("exit", ({ process: { pid } }) => {
    listening.delete(pid);
    tell();
    cluster.fork();
  });
  for (let i = 0; i < Number(process.argv[2]); i++) cluster.fork();
} else {
  await createServer({ port: 0 }).listen();
}
