import { InvalidArgumentError, Option } from "commander";

/** What is allowed, by kind of value, in one language. */
export interface ValueMessages {
  readonly empty: string;
  readonly portRange: string;
  readonly countRange: string;
  readonly secondsRange: string;
  readonly sizeRange: string;
  allowed(choices: string): string;
}

/** The longest time that Node's timers take, in seconds. */
const MAX_SECONDS = 2_147_483;

const SIZE_FACTORS: Readonly<Record<string, number>> = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** The ways to read values, each of which throws commander's error where one is not allowed. */
export function createParsers(messages: ValueMessages) {
  const parser =
    (allowed: string, toValue: (text: string) => number) =>
    (text: string): number => {
      const value = toValue(text);
      if (Number.isNaN(value)) throw new InvalidArgumentError(allowed);
      return value;
    };
  return {
    /** Text that is not empty. */
    text(text: string): string {
      if (text === "") throw new InvalidArgumentError(messages.empty);
      return text;
    },
    port: parser(messages.portRange, (text) =>
      /^\d{1,5}$/.test(text) ? within(0, 65_535, text) : Number.NaN,
    ),
    count: parser(messages.countRange, (text) =>
      /^\d{1,9}$/.test(text) ? within(1, 1e9, text) : Number.NaN,
    ),
    /** Whether something is on. */
    toggle(text: string): boolean {
      if (text !== "on" && text !== "off") throw new InvalidArgumentError(messages.allowed("on, off"));
      return text === "on";
    },
    /** Seconds, given in milliseconds. */
    milliseconds: parser(messages.secondsRange, (text) =>
      /^\d{1,7}(\.\d{1,3})?$/.test(text) ? Math.round(within(0, MAX_SECONDS, text) * 1000) : Number.NaN,
    ),
    /** A number of bytes, which may end with K, M or G for powers of 1024. */
    size: parser(messages.sizeRange, (text) => {
      const [, digits = "", suffix = ""] = /^(\d{1,12})([kmg]?)$/i.exec(text) ?? [];
      return within(1, Number.MAX_SAFE_INTEGER, digits) * (SIZE_FACTORS[suffix.toLowerCase()] as number);
    }),
  };
}

function within(least: number, most: number, digits: string): number {
  const value = digits === "" ? Number.NaN : Number(digits);
  return value >= least && value <= most ? value : Number.NaN;
}

/** An option whose value is one of several, each known to the command line by a name. */
export function choice<T>(
  flags: string,
  description: string,
  values: ReadonlyMap<string, T>,
  defaultValue: T,
  { allowed }: ValueMessages,
): Option {
  const names = Array.from(values.keys());
  const defaultName = names.find((name) => values.get(name) === defaultValue);
  return new Option(flags, description)
    .choices(names)
    .default(defaultValue, defaultName)
    .argParser((name) => {
      const value = values.get(name);
      if (value === undefined) throw new InvalidArgumentError(allowed(names.join(", ")));
      return value;
    });
}
