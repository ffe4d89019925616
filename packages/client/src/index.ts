export { Client, type CountOptions, connect, MessageWriter } from "./client.js";
export type { Address } from "./connection.js";
export { ConnectionError, ServerError } from "./errors.js";
