import { isIP, isIPv6 } from "node:net";
import type { Value } from "./table.js";
import { PORT } from "./values.js";

/** The host of a server: a name, or an IP address, which may stand in brackets as in a URL (RFC 3986, section 3.2.2). */
const HOST: Value<string> = {
  name: "host",
  completes: "hosts",
  parse(text) {
    const [, address] = /^\[(.*)\]$/.exec(text) ?? [];
    if (address !== undefined) return isIPv6(address) ? address : undefined;
    return isIP(text) !== 0 || /^[^\s:/?#@[\],]+$/.test(text) ? text : undefined;
  },
  explain({ empty, hostForm, writeInstead }, text, write) {
    if (text === "") return empty;
    const [, path] = /^(?:unix:(?:\/\/)?)?(\.{0,2}\/.+)$/.exec(text) ?? [];
    if (path !== undefined) return writeInstead(write("socket", path));
    const { host, port } = addressIn(text) ?? {};
    if (host === undefined) return hostForm;
    return writeInstead(write("host", host) + (port === undefined ? "" : ` ${write("port", port)}`));
  },
};

/** One or several hosts, with commas between them: any of them will do. */
export const HOSTS: Value<readonly string[]> = {
  name: HOST.name,
  completes: "hosts",
  parse(text) {
    const hosts = text.split(",").map(HOST.parse);
    return hosts.includes(undefined) ? undefined : (hosts as string[]);
  },
  explain(wording, text, write) {
    const wrong = text.split(",").find((host) => HOST.parse(host) === undefined) ?? text;
    return HOST.explain(wording, wrong, write);
  },
};

/** The parts of an address that a text names, such as `localhost:4000`, `[::1]:4000` or `tcp://127.0.0.1:4000/`. */
export function addressIn(text: string): { host: string; port: string | undefined } | undefined {
  const [, name = "", port] =
    /^(?:[a-z][a-z\d+.-]*:\/\/)?(\[.*\]|[^:/]+)(?::(\d*))?(?:\/.*)?$/i.exec(text) ?? [];
  const host = HOST.parse(name);
  if (host === undefined || (port && PORT.parse(port) === undefined)) return undefined;
  return { host, port: port || undefined };
}
