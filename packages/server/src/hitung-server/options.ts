import { LANGUAGES, UNIT_NAMES, UNITS } from "@hitung/protocol";
import { DEFAULTS } from "../options.js";
import { COUNT, MODE, oneOf, PORT, SECONDS, SIZE, TEXT, type ValueKind, WORKERS } from "./values.js";
import type { Wording } from "./wording.js";

/** From the most urgent to the least, as pino calls them. */
const LOG_LEVELS = ["silent", "fatal", "error", "warn", "info", "debug", "trace"] as const;

/** An option of the command line. What it is for stands in the wording, under the same name. */
export interface OptionSpec<T, Default extends T | undefined = T | undefined> {
  /** Its name and its value, as help shows them. */
  readonly flags: string;
  /** The variable of the environment that stands for it. */
  readonly variable: string;
  readonly kind: ValueKind<T>;
  /** The value if neither an argument nor the variable tells one. */
  readonly default: Default;
  /** How help shows this default, if it is more than the value. */
  readonly describeDefault: ((wording: Wording) => string) | undefined;
}

/** What a switch says, which is on where nothing follows it. */
const ON_OFF = oneOf([true, false], (isOn) => (isOn ? "on" : "off"));

function option<T, Default extends T | undefined>(
  flags: string,
  kind: ValueKind<T>,
  defaultValue: Default,
  describeDefault?: (wording: Wording) => string,
): OptionSpec<T, Default> {
  const [name = ""] = flags.slice(2).split(" ");
  const variable = `HITUNG_${name.replaceAll("-", "_").toUpperCase()}`;
  return { flags, variable, kind, default: defaultValue, describeDefault };
}

/** All options, in the order of the help. Times are in milliseconds, sizes in bytes. */
export const OPTIONS = {
  host: option("--host <host>", TEXT, DEFAULTS.host),
  port: option("--port <port>", PORT, DEFAULTS.port),
  socket: option("--socket <path>", TEXT, undefined),
  socketMode: option("--socket-mode <mode>", MODE, undefined, ({ umaskDefault }) => umaskDefault),
  tlsCert: option("--tls-cert <file>", TEXT, undefined),
  tlsKey: option("--tls-key <file>", TEXT, undefined),
  lang: option("--lang <lang>", oneOf(LANGUAGES), DEFAULTS.language),
  unit: option(
    "--unit <unit>",
    oneOf(UNITS, (unit) => UNIT_NAMES[unit]),
    DEFAULTS.unit,
  ),
  workers: option("--workers <n|auto>", WORKERS, 1),
  maxConnections: option(
    "--max-connections <count>",
    COUNT,
    undefined,
    ({ connectionsDefault }) => connectionsDefault,
  ),
  idleTimeout: option("--idle-timeout <seconds>", SECONDS, DEFAULTS.idleTimeout),
  maxConnectionAge: option(
    "--max-connection-age <seconds>",
    SECONDS,
    DEFAULTS.maxConnectionAge,
    ({ never }) => never,
  ),
  drainTimeout: option("--drain-timeout <seconds>", SECONDS, DEFAULTS.drainTimeout),
  maxMessage: option("--max-message <bytes>", SIZE, undefined, ({ noLimit }) => noLimit),
  proxyProtocol: option("--proxy-protocol [on|off]", ON_OFF, DEFAULTS.proxyProtocol),
  logLevel: option("--log-level <level>", oneOf(LOG_LEVELS), "info"),
  logMessages: option("--log-messages [on|off]", ON_OFF, false),
  metricsPort: option("--metrics-port <port>", PORT, undefined, () => "off"),
  metricsHost: option("--metrics-host <host>", TEXT, DEFAULTS.host),
};

type Options = typeof OPTIONS;

/** The values of all options. */
export type OptionValues = {
  readonly [Name in keyof Options]: Options[Name] extends OptionSpec<infer T, infer Default>
    ? T | Default
    : never;
};
