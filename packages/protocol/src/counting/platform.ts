/** The part of Node's globals that is used where it is there. Nothing of Node is imported: browsers load this too. */
interface Platform {
  readonly process?: {
    /** Since Node 20.16 and 22.3. */
    getBuiltinModule?(name: string): { isUtf8?(bytes: Uint8Array): boolean } | undefined;
  };
}

/** Node's own check for well-formed UTF-8, the fastest at hand, or undefined where there is none. */
export const nativeIsUtf8 = (globalThis as Platform).process?.getBuiltinModule?.("node:buffer")?.isUtf8;
