// Two clients at once: A has connected and is still thinking; B knows already what it wants to ask.
import { RawClient, say, startHitung, startOriginal } from "./common.js";

async function meetOriginal() {
  const original = await startOriginal();
  const a = await RawClient.connect(original.port);
  say("  A tersambung, diam", "  A is connected, silent");
  const b = await RawClient.connect(original.port);
  b.socket.write("Hastyawan");
  say("  B tersambung, mengirim", "  B is connected, sends");
  a.socket.write("Handy");
  say("  A akhirnya mengirim", "  A sends at last");
  await a.ending;
  say(`  A mendapat "${a.received}"`, `  A gets "${a.received}"`);
  const ending = await b.ending;
  say(`  B mendapat "${b.received}" [${ending}]`, `  B gets "${b.received}" [${ending}]`);
  say(`  server: ${await original.ending}`);
  const error = await RawClient.connect(original.port).catch(({ code }) => code);
  say(`  C menyambung [${error}]`, `  C connects [${error}]`);
  for (const { socket } of [a, b]) socket.destroy();
}

async function meetHitung() {
  const server = await startHitung();
  const a = await RawClient.connect(server.address.port);
  say("  A tersambung, diam", "  A is connected, silent");
  const b = await RawClient.connect(server.address.port);
  b.socket.end("Hastyawan\n");
  say("  B tersambung, mengirim", "  B is connected, sends");
  const answerToB = (await b.hear()).trimEnd();
  say(`  B mendapat "${answerToB}"`, `  B gets "${answerToB}"`);
  a.socket.end("Handy\n");
  say("  A akhirnya mengirim", "  A sends at last");
  const answerToA = (await a.hear()).trimEnd();
  say(`  A mendapat "${answerToA}"`, `  A gets "${answerToA}"`);
  await server.close();
}

say("asli", "original");
await meetOriginal();
say("hitung");
await meetHitung();
