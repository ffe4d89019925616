import type { SecureContext } from "node:tls";
import type { ReplyBuffer, Responder } from "@hitung/protocol";
import type { PeerEvent } from "./events.js";
import type { ConnectionLimit } from "./options.js";
import { type Arrival, ProxyHeaderError, readProxyHeader } from "./sockets/proxy-header.js";
import { explain, Refusal } from "./sockets/refusal.js";
import { SocketTransport } from "./sockets/socket-transport.js";
import type { Transport } from "./sockets/transport.js";

/** How many clients at once are told that the server is busy. The others are reset: to tell them takes sockets, too. */
const MAX_REFUSALS = 32;

/** Within how many milliseconds a header of the PROXY protocol has to come. A proxy sends it at once. */
const PROXY_HEADER_MS = 5000;

/** Who takes clients in. */
export interface Host {
  /** Whether as many clients are served as may be, besides those that are on their way in. */
  isFull(arriving: number): boolean;
  /** With what clients that come now speak TLS; undefined if they do not. */
  secureContext(): SecureContext | undefined;
  /** A client is let in. `rest` is what came of it already. */
  serve(transport: Transport, origin?: PeerEvent, rest?: Uint8Array): void;
  /** A client is turned away, as the server is busy. */
  onRefuse(peer: PeerEvent): void;
  /** A connection is closed for its header of the PROXY protocol. */
  onReject(peer: PeerEvent, error: ProxyHeaderError): void;
  /** Returns what tells a client in its mode that the server is busy. */
  createResponder(firstByte: number, replies: ReplyBuffer): Responder;
}

/** How clients are let in; see `ServerOptions`. */
export interface ReceptionOptions {
  readonly proxyProtocol: boolean;
  readonly sharedLimit?: ConnectionLimit | undefined;
}

/**
 * Where clients come in: it reads where a proxy says they are, lets in as many as may be served, and tells the others
 * that the server is busy.
 */
export class Reception {
  readonly #host: Host;
  readonly #options: ReceptionOptions;
  /** Those that are let in once they have their header of the PROXY protocol, and their part of a shared limit. */
  readonly #arriving = new Set<Transport>();
  readonly #refused = new Set<Transport>();
  #onEmpty = () => {};

  constructor(host: Host, options: ReceptionOptions) {
    this.#host = host;
    this.#options = options;
  }

  /** How many clients are on their way in. */
  get arriving(): number {
    return this.#arriving.size;
  }

  /** A client has come. Its transport is paused. */
  receive(transport: Transport): void {
    const { proxyProtocol, sharedLimit } = this.#options;
    const isFull = this.#host.isFull(this.#arriving.size);
    const isTurnedAway = isFull && (!proxyProtocol || this.#refused.size >= MAX_REFUSALS);
    const taken = isFull ? false : (sharedLimit?.take() ?? true);
    if (isTurnedAway || (!proxyProtocol && taken === false)) this.#refuse(transport);
    else if (!proxyProtocol && taken === true) this.#letIn(transport);
    else this.#welcome(transport, taken);
  }

  /** Closes the connections of those that are told that the server is busy. */
  dismiss(): void {
    for (const transport of this.#refused) transport.destroy();
  }

  /** Resets those that are still on their way in. */
  reset(): void {
    for (const transport of this.#arriving) {
      transport.reset();
      this.#arrive(transport);
    }
  }

  /** Settles once nobody is on the way in: each is let in, turned away or gone. */
  whenEmpty(): Promise<void> {
    return new Promise((resolve) => {
      this.#onEmpty = resolve;
      if (this.#arriving.size === 0) resolve();
    });
  }

  /** It is on its way in no more. */
  #arrive(transport: Transport): void {
    this.#arriving.delete(transport);
    if (this.#arriving.size === 0) this.#onEmpty();
  }

  /**
   * Lets a client come in that has to wait: for its header of the PROXY protocol, and for its part of a shared limit.
   * @param taken whether it has its part; if not it is to be refused then
   */
  async #welcome(transport: Transport, taken: boolean | Promise<boolean>): Promise<void> {
    const { proxyProtocol, sharedLimit } = this.#options;
    (taken === false ? this.#refused : this.#arriving).add(transport);
    const arrival: Partial<Arrival> | undefined = proxyProtocol ? await this.#readHeader(transport) : {};
    const isTaken = await taken;
    if (taken === false) this.#refused.delete(transport);
    else this.#arrive(transport);
    const isServed = arrival !== undefined && isTaken && !transport.isDestroyed;
    if (isTaken && !isServed) sharedLimit?.release();
    if (isServed) this.#letIn(transport, arrival);
    else if (arrival !== undefined && !isTaken && !transport.isDestroyed) this.#refuse(transport, arrival);
  }

  /** Reads the header of the PROXY protocol; where there is none, the connection ends. */
  async #readHeader(transport: Transport): Promise<Arrival | undefined> {
    try {
      return await readProxyHeader(transport, PROXY_HEADER_MS);
    } catch (error) {
      if (!(error instanceof ProxyHeaderError)) throw error;
      this.#host.onReject(transport, error);
      if (this.#refused.size >= MAX_REFUSALS) transport.reset();
      else {
        this.#refused.add(transport);
        const explanation = `this server is reached through a proxy only: ${error.message}`;
        explain(transport, error.firstByte, explanation, () => this.#refused.delete(transport));
      }
      return undefined;
    }
  }

  #letIn(transport: Transport, { origin, rest }: Partial<Arrival> = {}): void {
    this.#host.serve(transport, origin, this.#secure(transport, rest));
  }

  #refuse(transport: Transport, { origin, rest }: Partial<Arrival> = {}): void {
    const host = this.#host;
    host.onRefuse(origin ?? transport);
    if (this.#refused.size >= MAX_REFUSALS) {
      transport.reset();
      return;
    }
    const left = this.#secure(transport, rest);
    this.#refused.add(transport);
    const refusal = new Refusal(
      transport,
      (firstByte, replies) => host.createResponder(firstByte, replies),
      () => this.#refused.delete(transport),
    );
    if (left !== undefined && left.length > 0) refusal.onData(left);
    else transport.resume();
  }

  /** Begins TLS, if clients speak it. Returns what is left to be read of what came already. */
  #secure(transport: Transport, rest: Uint8Array | undefined): Uint8Array | undefined {
    const secureContext = this.#host.secureContext();
    if (secureContext === undefined || !(transport instanceof SocketTransport)) return rest;
    transport.secure(secureContext, rest);
    return undefined;
  }
}
