// The server, and what it tells. How bytes are counted and answered is the business of `@hitung/protocol`.
//
// A connection's way through this package:
//   sockets/listen.ts   opens the address, so that clients can connect
//   sockets/accept.ts   takes each client on a transport: its handle of Node, or a socket if that is not to be had, or for TLS
//   reception.ts        lets it in, once it is known where it is; if there are too many, leaves it to sockets/refusal.ts
//   server.ts           makes it a Connection, and closes all of them in the end
//   connection.ts       hands its bytes to a responder, sends its replies, and stops reading while the client does not take them
//   text-pause.ts       tells when silence ends a message of text mode
//   idleness.ts         tells for how long nothing came of a client
//   preview.ts          keeps the beginning of each message for those who listen to `message`
//   sockets/transport.ts  what a connection asks of its transport, such as to end so that the last reply arrives
//
// Public is what stands below. `hitung-server/` is the program; it is built on this, and nothing here knows of it.
export type {
  DisconnectEvent,
  MessageEvent,
  PeerEvent,
  RejectEvent,
  ServerEvents,
  Statistics,
} from "./events.js";
export type { ConnectionLimit, ServerOptions, TlsOptions } from "./options.js";
export { PREVIEW_LENGTH } from "./preview.js";
export { createServer, type Server } from "./server.js";
export type { ListeningAddress } from "./sockets/listen.js";
