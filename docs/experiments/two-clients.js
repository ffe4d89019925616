// Two clients at once: A has connected and is still thinking; B knows already what it wants to ask.
import { RawClient, say, startHitung, startOriginal } from "./common.js";

const original = await startOriginal();
say("asli", "original");
const a = await RawClient.connect(original.port);
say("  A tersambung, diam", "  A is connected, silent");
const b = await RawClient.connect(original.port);
b.socket.write("Hastyawan");
say("  B tersambung, mengirim", "  B is connected, sends");
a.socket.write("Handy");
await a.ending;
say("  A akhirnya mengirim", "  A sends at last");
say(`  A mendapat "${a.received}"`, `  A gets "${a.received}"`);
const ending = await b.ending;
say(`  B mendapat "${b.received}" [${ending}]`, `  B gets "${b.received}" [${ending}]`);
say(`  server: ${await original.ending}`);
const error = await RawClient.connect(original.port).catch(({ code }) => code);
say(`  C menyambung [${error}]`, `  C connects [${error}]`);
for (const { socket } of [a, b]) socket.destroy();

const server = await startHitung();
say("hitung");
const c = await RawClient.connect(server.address.port);
say("  A tersambung, diam", "  A is connected, silent");
const d = await RawClient.connect(server.address.port);
d.socket.end("Hastyawan\n");
const first = (await d.hear()).trimEnd();
say("  B tersambung, mengirim", "  B is connected, sends");
say(`  B mendapat "${first}"`, `  B gets "${first}"`);
c.socket.end("Handy\n");
const second = (await c.hear()).trimEnd();
say("  A akhirnya mengirim", "  A sends at last");
say(`  A mendapat "${second}"`, `  A gets "${second}"`);
await server.close();
