// The server, and what it tells. How bytes are counted and answered is the business of `@hitung/protocol`.
//
// A connection's way through this package:
//   sockets/listen.ts   opens the address, so that clients can connect
//   sockets/proxy-header.ts  reads where the client really is, if a proxy tells it
//   server.ts           accepts each client: as a Connection, or, if there are too many, to sockets/refusal.ts
//   sockets/attach.ts   reads the bytes of all sockets into one piece of memory
//   connection.ts       hands them to a responder, sends its replies, and stops reading while the client does not take them
//   text-pause.ts       tells when silence ends a message of text mode
//   idleness.ts         tells for how long nothing came of a client
//   preview.ts          keeps the beginning of each message for those who listen to `message`
//   sockets/closing.ts  ends the connection, so that the last reply arrives; or resets it
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
