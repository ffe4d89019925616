// Tries to be the server at the path that it is told, after it has closed the one before. It answers with "listens", or with
// what the system calls its failure; and with "closed" if it is told no path.

import { createServer } from "../../../dist/index.js";

let server;
process.on("message", async (path) => {
  await server?.close();
  server = undefined;
  if (path === "") {
    process.send("closed");
    return;
  }
  const racer = createServer({ path });
  try {
    await racer.listen();
    server = racer;
    process.send("listens");
  } catch (error) {
    process.send(error.code);
  }
});
process.on("disconnect", () => process.exit());
process.send("ready");
