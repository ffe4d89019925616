import { accessSync, constants, existsSync, realpathSync } from "node:fs";
import { isIP } from "node:net";
import { delimiter, join, relative, resolve } from "node:path";
import { quote } from "./shell.js";
import { shownName } from "./shown-name.js";
import type { Environment } from "./table.js";
import type { ProgramWording } from "./wording.js";

/** Where a server was looked for. */
export interface SoughtServer {
  /** Any of them. */
  readonly host: readonly string[];
  readonly port: number;
  /** A Unix socket, which takes the place of host and port. */
  readonly socket?: string;
  readonly tls?: boolean;
}

/** What tells which commands there are on this machine. */
export interface Installation {
  readonly env: Environment;
  /** The file of the program that runs. */
  readonly program: string;
}

const SERVER = "hitung-server";

/** From a program of the client's package to the server, if the packages stand side by side. */
const NEIGHBOUR = "../../../server/dist/hitung-server/bin.cjs";

/** Tells a person that there is no server, and how to start one there. */
export function describeAbsence(
  server: SoughtServer,
  code: string,
  wording: Pick<ProgramWording, "place" | "socketPlace" | "noServer" | "noServerThere">,
  installation?: Installation,
): string {
  const { host: hosts, port, socket, tls } = server;
  const secret = tls ? " --tls-cert CERT.pem --tls-key KEY.pem" : "";
  const here = installation === undefined ? SERVER : commandOn(installation);
  if (socket !== undefined) {
    const start = `${here} --socket ${quote(shownName(resolve(socket)))}${secret}`;
    return wording.noServer(wording.socketPlace(shownName(socket)), code, start);
  }
  const place = wording.place(shownHosts(hosts), port);
  const [host = "", ...others] = hosts;
  if (others.length === 0 && isThisMachine(host)) {
    // It listens on 127.0.0.1 unless told otherwise.
    const where =
      host === "127.0.0.1" && !installation?.env.HITUNG_HOST ? "" : `--host ${quote(shownName(host))} `;
    return wording.noServer(place, code, `${here} ${where}--port ${port}${secret}`);
  }
  // What a name of the network means on that machine itself is not known here.
  const address = others.length > 0 || isIP(host) === 0 ? "0.0.0.0" : host;
  return wording.noServerThere(place, code, `${SERVER} --host ${address} --port ${port}${secret}`);
}

/** Hosts as a person reads them. */
export function shownHosts(hosts: readonly string[]): string {
  return hosts.map(shownName).join(", ");
}

function isThisMachine(host: string): boolean {
  return /^(127\.[\d.]+|0\.0\.0\.0|::1?|(.+\.)?localhost)$/i.test(host);
}

/** The command that starts a server on this machine. */
function commandOn({ env, program }: Installation): string {
  if (isOnPath(env)) return SERVER;
  const file = join(existsSync(program) ? realpathSync(program) : program, NEIGHBOUR);
  if (!existsSync(file)) return SERVER;
  const near = relative("", file);
  return `node ${quote(near.startsWith("..") ? file : near)}`;
}

function isOnPath({ PATH = "" }: Environment): boolean {
  const isWindows = delimiter === ";";
  return PATH.split(delimiter).some((folder) => {
    // Package managers set these for what they start. The person's shell does not know them.
    if (folder === "" || /[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder)) return false;
    try {
      accessSync(join(folder, isWindows ? `${SERVER}.cmd` : SERVER), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
