import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Step } from "../machine/exchange.js";
import type { State } from "../machine/state.js";
import { WORDING, type Wording } from "./wording.js";

/** What every part of the page uses. */
interface Shared {
  readonly state: State;
  /** Changes the state: what it is given makes the next state of the one that is. */
  readonly change: (next: (state: State) => State) => void;
}

export const SharedContext = createContext<Shared | undefined>(undefined);

/** The state, how to change it, and the words of its language. */
export function useShared(): Shared & { readonly words: Wording } {
  const shared = useContext(SharedContext);
  if (shared === undefined) throw new Error("a part of the page stands outside of the page");
  return { ...shared, words: WORDING[shared.state.language] };
}

/** What the client sends, and what becomes of it: computed once for all parts of the page. */
interface Exchange {
  readonly request: Uint8Array;
  readonly steps: readonly Step[];
}

export const ExchangeContext = createContext<Exchange>({ request: new Uint8Array(0), steps: [] });

export function useExchange(): Exchange {
  return useContext(ExchangeContext);
}
