import { readFileSync } from "node:fs";
import { InvalidArgumentError } from "commander";
import { codeOf } from "./connection.js";
import type { Messages } from "./messages.js";

/**
 * Reads the certificates of `--tls-ca`.
 * @throws {InvalidArgumentError} where the file cannot be read, or holds none
 */
export function readCertificates(file: string, messages: Messages): string {
  let pem: string;
  try {
    pem = readFileSync(file, "utf8");
  } catch (error) {
    throw new InvalidArgumentError(messages.caUnreadable(codeOf(error)));
  }
  // Node takes text without a certificate as none, and then trusts nobody without a word.
  if (!/^-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/m.test(pem))
    throw new InvalidArgumentError(messages.caEmpty);
  return pem;
}
