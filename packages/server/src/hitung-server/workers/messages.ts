import type { OptionValues } from "../options.js";
import type { Snapshot } from "../snapshot.js";

/** A certificate and its key in PEM, as one process tells them to another. */
export interface TlsTexts {
  readonly cert: string;
  readonly key: string;
}

/** What a worker is told. */
export type ToWorker =
  /** The first message: how to serve. `spare` is how many slots it may keep that it does not use. */
  | {
      readonly kind: "start";
      readonly options: OptionValues;
      readonly tls: TlsTexts | undefined;
      readonly maxConnections: number;
      readonly spare: number;
    }
  /** It may serve so many clients more. The answer to each `ask`; 0 if there is no room. */
  | { readonly kind: "granted"; readonly slots: number }
  /** From now on it may keep so many slots that it does not use. */
  | { readonly kind: "spare"; readonly slots: number }
  | { readonly kind: "tls"; readonly tls: TlsTexts }
  | { readonly kind: "measure" }
  | { readonly kind: "close" };

/** What a worker tells. */
export type FromWorker =
  | { readonly kind: "listening" }
  | { readonly kind: "failed"; readonly code: string | undefined; readonly message: string }
  /** It has a client, and no slot for it. */
  | { readonly kind: "ask" }
  /** So many slots are not used any more. */
  | { readonly kind: "give"; readonly slots: number }
  | { readonly kind: "measured"; readonly snapshot: Snapshot };

/** The descriptor of the socket that a worker inherits: behind its three standard streams and the channel. */
export const WORKER_FD = 4;
