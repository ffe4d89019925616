import { readFile } from "node:fs/promises";
import { createSecureContext } from "node:tls";
import type { TlsOptions } from "../options.js";

/**
 * Reads a certificate and its key, both in PEM.
 * @throws a system error where a file cannot be read, and one of OpenSSL where they are no certificate and key, or do
 * not belong together
 */
export async function readTlsFiles(certPath: string, keyPath: string): Promise<TlsOptions> {
  const [cert, key] = await Promise.all([readFile(certPath), readFile(keyPath)]);
  createSecureContext({ cert, key });
  return { cert, key };
}
