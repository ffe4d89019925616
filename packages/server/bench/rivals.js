import { startBareEcho, startHitung, startRedis } from "./servers.js";

export const TEXT = "Handy Arfiano Hastyawan";

/** A frame with this message of 23 characters, and its reply, in hexadecimal. */
export const FRAME = `f901${hex(TEXT.length, 4)}${hexOf(TEXT)}`;
export const COUNTS = `fa0100000008${hex(TEXT.length, 8)}`;

/**
 * Starts the servers that are compared, and gives what each is sent and replies, in hexadecimal: ours counts a message
 * of 23 characters, a bare Node echoes the same bytes, and Redis echoes the same text, where it is installed.
 */
export async function startRivals() {
  const rivals = [
    { name: "hitung", server: await startHitung(), request: FRAME, reply: COUNTS },
    { name: "bare Node echo", server: await startBareEcho(), request: FRAME, reply: FRAME },
    {
      name: "Redis ECHO",
      server: await startRedis(),
      request: hexOf(`*2\r\n$4\r\nECHO\r\n$${TEXT.length}\r\n${TEXT}\r\n`),
      reply: hexOf(`$${TEXT.length}\r\n${TEXT}\r\n`),
    },
  ];
  return rivals.filter(({ server }) => server !== undefined);
}

/** How much of the messages tells as much: Redis needs several times as long where they are pipelined. */
export function partFor(name, pipeline) {
  return name.startsWith("Redis") && pipeline > 1 ? 0.2 : 1;
}

/** A number in so many bytes, in hexadecimal. */
export function hex(value, bytes) {
  return value.toString(16).padStart(2 * bytes, "0");
}

/** A text in UTF-8, in hexadecimal. */
export function hexOf(text) {
  return Buffer.from(text).toString("hex");
}
