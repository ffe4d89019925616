export { type MessageEvent, PREVIEW_LENGTH } from "./preview.js";
export { createServer, type Server, type ServerOptions } from "./server.js";
