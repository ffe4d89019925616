export type { ListeningAddress } from "./listen.js";
export { type MessageEvent, PREVIEW_LENGTH } from "./preview.js";
export { createServer, type Server } from "./server.js";
export type {
  DisconnectEvent,
  PeerEvent,
  ServerEvents,
  ServerOptions,
  Statistics,
  TlsOptions,
} from "./server-options.js";
