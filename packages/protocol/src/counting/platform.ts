/** The part of Node's globals that is used if it exists. Nothing is imported from Node: browsers load this file, too. */
interface Platform {
  readonly process?: {
    /** Since Node 20.16 and 22.3. */
    getBuiltinModule?(name: string): { isUtf8?(bytes: Uint8Array): boolean } | undefined;
  };
}

/** Node's own check for well-formed UTF-8, which is faster than ours; undefined if there is none, as in a browser. */
export const nativeIsUtf8 = (globalThis as Platform).process?.getBuiltinModule?.("node:buffer")?.isUtf8;
