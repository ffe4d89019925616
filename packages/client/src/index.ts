// A message's way through this library:
//
//   connect       opens a socket (socket.ts) to one of the servers (servers.ts), and makes a Pipeline for it and a Client for the caller (client.ts)
//   Client        makes a Call of each message (call.ts): what is to be sent, and who waits for the answer.
//                 A stream, or what is written to a MessageWriter, is sent in pieces (pieces.ts, message-writer.ts)
//   Pipeline      lines the calls up, and sends them as fast as the server takes them (pipeline.ts)
//   connection    puts the messages into frames, and gathers these for the socket (connection.ts);
//                 on the way back it reads the replies, and notices if none comes (deadlines.ts)
//   Pipeline      gives each reply to the oldest call without one, which settles the caller's promise.
//                 If the connection is lost, it opens another (retrying.ts), and sends what has no answer again
//
// Public is what stands here. `hitung` and `hitung-bench`, in folders of their own, use the library; it uses neither.

export { type Counts, ErrorCode, InvalidUtf8Error, type Unit } from "@hitung/protocol";
export {
  type CallOptions,
  Client,
  type ConnectOptions,
  type CountOptions,
  connect,
  type Message,
} from "./library/client.js";
export { ConnectionError, ServerError } from "./library/errors.js";
export { MessageWriter } from "./library/message-writer.js";
export type { BytesObserver, Observe } from "./library/observer.js";
export type { Pieces, PiecesSource } from "./library/pieces.js";
export type { Tries } from "./library/retrying.js";
export type { Address, OpenOptions, TlsOptions } from "./library/socket.js";
