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
export type { Address, OpenOptions, TlsOptions } from "./library/socket.js";
export type { Pieces } from "./library/source.js";
