import { DEFAULT_HOST, DEFAULT_PORT, UNIT_NAMES } from "@hitung/protocol";
import { HOSTS } from "./host.js";
import { CERTIFICATES, choice, listOf, PORT, SOCKET, UNIT_CHOICES } from "./values.js";

/** Where the server is, as rows of a table. Every program has them. */
export const SERVER_OPTIONS = {
  host: { value: HOSTS, default: DEFAULT_HOST, variable: "HITUNG_HOST" },
  port: { value: PORT, default: `${DEFAULT_PORT}`, variable: "HITUNG_PORT" },
  socket: { value: SOCKET, variable: "HITUNG_SOCKET", replaces: ["host", "port"] },
  tls: { variable: "HITUNG_TLS" },
  tlsCa: { value: CERTIFICATES, variable: "HITUNG_TLS_CA", implies: "tls" },
} as const;

/** What is counted, as a row of a table. */
export const UNIT_OPTION = {
  short: "u",
  value: listOf("units", choice("unit", UNIT_CHOICES)),
  default: UNIT_NAMES.codePoints,
  isRepeatable: true,
  variable: "HITUNG_UNIT",
} as const;
