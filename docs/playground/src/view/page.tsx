import { LANGUAGES, type Language } from "@hitung/protocol";
import { useEffect, useMemo, useState } from "preact/hooks";
import { play, requestOf } from "../machine/exchange.js";
import { linkOf, stateOfLink } from "../machine/link.js";
import type { CodePointNames } from "../machine/names.js";
import type { State } from "../machine/state.js";
import { ExchangeContext, SharedContext } from "./context.js";
import { CutPart } from "./cut.js";
import { ErrorPart } from "./errors.js";
import { Messages } from "./messages.js";
import { TextPart } from "./text.js";
import { WirePart } from "./wire.js";
import { WORDING } from "./wording.js";

/** The address is changed so long after the last change of the state, in milliseconds: browsers refuse too many changes. */
const LINK_DELAY = 250;

/** @param names of the code points; undefined until they are read */
export function Page({ names }: { readonly names: CodePointNames | undefined }) {
  const { state, problems, link, change } = useLinkedState();
  const { language } = state;
  const words = WORDING[language];
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = `hitung: ${words.title}`;
  }, [language, words]);
  const shared = useMemo(() => ({ state, change }), [state, change]);
  const { messages, mode, units, unit, replyLanguage, ending, cuts } = state;
  // Neither the language of the page nor what is selected changes it.
  const exchange = useMemo(
    () => ({ request: requestOf(state), steps: play(state) }),
    [messages, mode, units, unit, replyLanguage, ending, cuts],
  );
  return (
    <SharedContext.Provider value={shared}>
      <header>
        <div class="bar">
          <span class="brand">hitung</span>
          <nav aria-label={words.pages}>
            {words.more.map(([text, address]) => (
              <a key={address} href={address}>
                {text}
              </a>
            ))}
          </nav>
          <div class="choices">
            {LANGUAGES.map((each) => (
              <button
                key={each}
                type="button"
                lang={each}
                aria-pressed={each === language}
                onClick={() => change((now) => ({ ...now, language: each }))}
              >
                {{ id: "Bahasa Indonesia", en: "English" }[each]}
              </button>
            ))}
          </div>
        </div>
        <h1>{words.title}</h1>
        <p>{words.intro}</p>
        <p class="small">
          {words.offline} <a href={`#${link}`}>{words.link}</a>
        </p>
        {problems.length > 0 && (
          <p role="alert" class="problem">
            {words.badLink(problems.join(", "))}
          </p>
        )}
      </header>
      <ExchangeContext.Provider value={exchange}>
        <main>
          <Messages />
          <TextPart names={names} />
          <WirePart />
          <CutPart />
          <ErrorPart />
        </main>
      </ExchangeContext.Provider>
    </SharedContext.Provider>
  );
}

function preferredLanguage(): Language {
  return navigator.language.toLowerCase().startsWith("id") ? "id" : "en";
}

function readAddress() {
  return stateOfLink(location.hash.slice(1), preferredLanguage());
}

/** The state, which follows the address, and which the address and the link follow a little later. */
function useLinkedState() {
  const [{ state, problems }, set] = useState(readAddress);
  const [link, setLink] = useState(() => linkOf(state));
  const [change] = useState(
    () => (next: (state: State) => State) => set((now) => ({ state: next(now.state), problems: [] })),
  );
  useEffect(() => {
    const onHashChange = () =>
      set((now) => (location.hash === `#${linkOf(now.state)}` ? now : readAddress()));
    addEventListener("hashchange", onHashChange);
    return () => removeEventListener("hashchange", onHashChange);
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => {
      const next = linkOf(state);
      setLink(next);
      // An address that is not understood stays, so that whoever got it can look at it.
      if (problems.length === 0) history.replaceState(null, "", `#${next}`);
    }, LINK_DELAY);
    return () => clearTimeout(timer);
  }, [state, problems]);
  return { state, problems, link, change };
}
