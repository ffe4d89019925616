import { setImmediate } from "node:timers/promises";
import { expect } from "@jest/globals";
import fc from "fast-check";
import { Peer } from "../../../../testing/peer.js";
import { pass, stopTime, TEXT_PAUSE_MS } from "../../../../testing/time.js";
import type { Server } from "../../src/index.js";
import { reset } from "../../src/sockets/closing.js";
import { startServer } from "../servers.js";
import { describeReplies, frameReplies, textReplies, textReply } from "./expected.js";
import { hostileBytes, hostileFrame } from "./hostile-streams.js";

const LF = 0x0a;

/** What a client has sent, and what it may expect. */
interface ClientModel {
  readonly mode: "text" | "frames";
  /** What it sent; in text mode what came after the last message that is answered. */
  sent: Buffer;
  sawLf: boolean;
  /** How many replies to frames were read. */
  read: number;
}

/** The clients that are connected, and beside them what is known of each. */
type Model = ClientModel[];
type Real = { readonly server: Server; readonly peers: Peer[] };

class Connect implements fc.AsyncCommand<Model, Real> {
  constructor(readonly mode: ClientModel["mode"]) {}
  check = () => true;
  async run(model: Model, real: Real): Promise<void> {
    real.peers.push(await Peer.connect(real.server.address.port));
    model.push({ mode: this.mode, sent: Buffer.alloc(0), sawLf: false, read: 0 });
  }
  toString = () => `connect in ${this.mode}`;
}

/** What is done to one of the clients. */
abstract class ClientCommand implements fc.AsyncCommand<Model, Real> {
  constructor(readonly index: number) {}
  check = (model: Readonly<Model>) => model.length > 0;
  async run(model: Model, real: Real): Promise<void> {
    const at = this.index % model.length;
    const isOver = await this.act(model[at] as ClientModel, real.peers[at] as Peer);
    if (!isOver) return;
    model.splice(at, 1);
    real.peers.splice(at, 1);
  }
  /** @returns whether the client is gone */
  protected abstract act(client: ClientModel, peer: Peer): Promise<boolean>;
}

class Send extends ClientCommand {
  constructor(
    index: number,
    readonly texts: readonly Uint8Array[],
    readonly frames: readonly Uint8Array[],
    readonly cut: number,
  ) {
    super(index);
  }
  protected override async act(client: ClientModel, peer: Peer): Promise<boolean> {
    const isText = client.mode === "text";
    let bytes = Buffer.concat(isText ? this.texts : this.frames);
    // The first byte tells the mode.
    const isFirst = client.sent.length === 0 && !client.sawLf && client.read === 0;
    if (isFirst && isText && (bytes[0] ?? 0) >= 0xf8) bytes = Buffer.concat([Buffer.from("x"), bytes]);
    if (isFirst && !isText) bytes = Buffer.concat([Buffer.from([0xf9, 1, 0, 0, 0, 0]), bytes]);
    const cut = this.cut % (bytes.length + 1);
    for (const piece of [bytes.subarray(0, cut), bytes.subarray(cut)]) {
      if (piece.length > 0) peer.send(piece);
      // Where no LF came a pause would end the message: between the pieces, too.
      if (!isText || client.sawLf || bytes.includes(LF)) await setImmediate();
    }
    client.sent = Buffer.concat([client.sent, bytes]);
    if (!isText) return false;
    const wasLast = client.sent.lastIndexOf(LF) + 1;
    client.sawLf ||= wasLast > 0;
    if (client.sawLf || client.sent.length === 0) return false;
    const reply = textReply(client.sent);
    let isSaid = false;
    const said = peer.read(reply.length).finally(() => {
      isSaid = true;
    });
    // The pause begins once the server has read.
    while (!isSaid) await pass(TEXT_PAUSE_MS);
    expect((await said).toString()).toBe(reply);
    client.sent = Buffer.alloc(0);
    return false;
  }
  override toString = () =>
    `client ${this.index} sends ${hexOf(this.texts)} or ${hexOf(this.frames)}, cut at ${this.cut}`;
}

class Read extends ClientCommand {
  protected override async act(client: ClientModel, peer: Peer): Promise<boolean> {
    if (client.mode === "text") {
      const end = client.sent.lastIndexOf(LF) + 1;
      const replies = textReplies(client.sent.subarray(0, end));
      expect((await peer.read(replies.length)).toString()).toBe(replies);
      client.sent = client.sent.subarray(end);
      return false;
    }
    for (const reply of frameReplies(client.sent, true).slice(client.read)) {
      const header = await peer.read(6);
      expect(describeReplies(Buffer.concat([header, await peer.read(header.readUInt32BE(2))]))).toEqual([
        reply,
      ]);
      client.read++;
      if (reply !== "error 16") continue;
      expect(await peer.rest()).toHaveLength(0);
      return true;
    }
    return false;
  }
  override toString = () => `client ${this.index} reads`;
}

class HalfClose extends ClientCommand {
  protected override async act(client: ClientModel, peer: Peer): Promise<boolean> {
    const said = await peer.halfClose().rest();
    if (client.mode === "text") expect(said.toString()).toBe(textReplies(client.sent));
    else expect(describeReplies(said)).toEqual(frameReplies(client.sent).slice(client.read));
    expect(await peer.closed).toBeUndefined();
    return true;
  }
  override toString = () => `client ${this.index} half-closes`;
}

class Reset extends ClientCommand {
  protected override async act(_client: ClientModel, peer: Peer): Promise<boolean> {
    reset(peer.socket);
    return true;
  }
  override toString = () => `client ${this.index} resets`;
}

const index = fc.nat(9);
/** Half of the pieces are an LF, so that few runs have to wait for a pause. */
const texts = fc.array(fc.oneof(fc.constant(Uint8Array.of(LF)), hostileBytes), {
  maxLength: 6,
});
const connecting = fc.constantFrom("text" as const, "frames" as const).map((mode) => new Connect(mode));
const sending = fc
  .tuple(index, texts, fc.array(hostileFrame, { maxLength: 4 }), fc.nat(200))
  .map((args) => new Send(...args));
const reading = index.map((i) => new Read(i));
const leaving = fc.oneof(
  index.map((i) => new HalfClose(i)),
  index.map((i) => new Reset(i)),
);
// Clients come and leave less often than they send and read.
const commands = fc.commands(
  [connecting, connecting, sending, sending, sending, sending, reading, reading, leaving],
  {
    maxCommands: 40,
    size: "max",
  },
);

/**
 * Has clients do so many random sequences of things to a server, and checks each reply against a model.
 * @throws where a reply is not the model's, with the shortest sequence found that leads there
 */
export async function compareWithModel(runs: number): Promise<void> {
  stopTime();
  const server = await startServer();
  await fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      const model: Model = [];
      const peers: Peer[] = [];
      try {
        await fc.asyncModelRun(() => ({ model, real: { server, peers } }), sequence);
        while (model.length > 0) await new HalfClose(0).run(model, { server, peers });
      } finally {
        await Promise.all(peers.map((peer) => peer.close()));
      }
    }),
    { numRuns: runs },
  );
}

function hexOf(list: readonly Uint8Array[]): string {
  return Buffer.concat(list).toString("hex") || "nothing";
}
