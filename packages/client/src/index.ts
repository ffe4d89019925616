export {
  type CallOptions,
  Client,
  type ConnectOptions,
  type CountOptions,
  connect,
  type Message,
} from "./client.js";
export type { Address, OpenOptions, TlsOptions } from "./connection.js";
export { ConnectionError, ServerError } from "./errors.js";
export { MessageWriter } from "./message-writer.js";
export type { Pieces } from "./source.js";
