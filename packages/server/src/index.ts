export type {
  DisconnectEvent,
  PeerEvent,
  ServerEvents,
  ServerOptions,
  Statistics,
  TlsOptions,
} from "./options.js";
export { type MessageEvent, PREVIEW_LENGTH } from "./preview.js";
export { createServer, type Server } from "./server.js";
export type { ListeningAddress } from "./sockets/listen.js";
