import { readFile } from "node:fs/promises";
import type { TlsOptions } from "../options.js";
import { reasonOf, StartError } from "./errors.js";
import type { Log } from "./log.js";
import type { OptionValues } from "./options.js";
import type { Wording } from "./wording.js";

/**
 * Reads the certificate and its key, both in PEM; undefined if the options name none.
 * @throws {StartError} if a file cannot be read, or if they are no certificate and key, or do not belong together
 */
export async function readTls({ tlsCert, tlsKey }: OptionValues): Promise<TlsOptions | undefined> {
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  try {
    const [cert, key] = await Promise.all([readFile(tlsCert), readFile(tlsKey)]);
    process.getBuiltinModule("node:tls").createSecureContext({ cert, key });
    return { cert, key };
  } catch (error) {
    throw new StartError((wording) => wording.unreadableTls(tlsCert, tlsKey, reasonOf(error)), error);
  }
}

/** Reads both files again, if there are any. If they are of no use, the server keeps those that it has. */
export async function reloadTls(
  service: { setTls(tls: TlsOptions): void },
  options: OptionValues,
  log: Log,
  wording: Wording,
): Promise<void> {
  try {
    const tls = await readTls(options);
    if (tls === undefined) log.info({ event: "nothing_to_reload" }, wording.log.nothingToReload);
    else {
      service.setTls(tls);
      log.info({ event: "tls_reloaded" }, wording.log.tlsReloaded);
    }
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    log.error(
      { event: "tls_not_reloaded", err: error.cause },
      `${error.tell(wording)}. ${wording.log.tlsNotReloaded}`,
    );
  }
}
