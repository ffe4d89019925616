import { type Installation, shownHosts } from "../command-line/server-command.js";
import { shownName } from "../command-line/shown-name.js";
import type { Wording } from "./wording.js";

/** Where the server is, as the options tell it, and how it is spoken to. */
export interface ServerPlace {
  /** Any of them. */
  readonly host: readonly string[];
  readonly port: number;
  /** A Unix socket, which takes the place of host and port. */
  readonly socket?: string;
  readonly text: boolean;
  readonly tls?: boolean;
  /** Certificates to be trusted, which mean TLS unless told otherwise. */
  readonly tlsCa?: string;
  /** Whether it answered before, so that it is known to be spoken to in the right way. */
  readonly hasAnswered?: boolean;
  /** What this machine has to start a server with. */
  readonly installation?: Installation;
}

/** Whether the server is spoken to over TLS. */
export function usesTls({ tls, tlsCa }: ServerPlace): boolean {
  return tls ?? tlsCa !== undefined;
}

/** The place as a person reads it. */
export function describePlace(
  { host, port, socket }: { host: readonly string[]; port: number; socket?: string | undefined },
  messages: Wording,
): string {
  return socket === undefined
    ? messages.place(shownHosts(host), port)
    : messages.socketPlace(shownName(socket));
}
