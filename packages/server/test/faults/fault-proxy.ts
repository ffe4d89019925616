import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setImmediate, setTimeout } from "node:timers/promises";
import { reset } from "../../src/sockets/closing.js";

/** What a road does to a connection. */
export interface Faults {
  /** How many bytes pass at once at most. */
  readonly slice: number;
  /** How long, in milliseconds, each slice is held up at most. */
  readonly delay: number;
  /** How long the first slice is held up. */
  readonly stall: number;
  /** After how many bytes from the client the road ends: the server sees an end of the stream, or a reset. */
  readonly end?: { readonly after: number; readonly how: "cut" | "reset" } | undefined;
}

/** A road of its own for one connection to a server on this machine, which treats what passes badly. */
export async function badRoad(serverPort: number, faults: Faults): Promise<number> {
  const road = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    road.close();
    const server = connect({ host: "127.0.0.1", port: serverPort, allowHalfOpen: true, noDelay: true });
    pass(client, server, faults, faults.end);
    pass(server, client, faults, undefined);
  });
  road.listen(0, "127.0.0.1");
  await once(road, "listening");
  return (road.address() as AddressInfo).port;
}

function pass(from: Socket, to: Socket, { slice, delay, stall }: Faults, end: Faults["end"]): void {
  let passed = 0;
  const passSlice = async (bytes: Buffer) => {
    if (passed === 0) await setTimeout(stall);
    await (delay === 0 ? setImmediate() : setTimeout(Math.random() * delay));
    const missing = (end?.after ?? Infinity) - passed;
    passed += bytes.length;
    to.write(bytes.subarray(0, missing));
    if (bytes.length < missing) return;
    if (end?.how === "cut") to.end();
    else for (const socket of [from, to]) reset(socket);
  };
  const passAll = async (chunk: Buffer) => {
    for (let at = 0; at < chunk.length && to.writable; at += slice)
      await passSlice(chunk.subarray(at, at + slice));
    from.resume();
  };
  let passing: Promise<unknown> = Promise.resolve();
  from.on("data", (chunk: Buffer) => {
    from.pause();
    passing = passAll(chunk);
  });
  // The end is told at once, even of a socket that is paused.
  from.on("end", () => void passing.then(() => to.end()));
  // Where one side breaks, so does the other.
  from.on("error", () => reset(to));
}
