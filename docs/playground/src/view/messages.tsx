import { bytesOfHex } from "../machine/hex.js";
import { PRESETS } from "../machine/presets.js";
import {
  bytesOf,
  isAtLimit,
  MAX_MESSAGE_SIZE,
  MAX_MESSAGES,
  type Message,
  selectedMessage,
  withKind,
  withMessage,
  withNewMessage,
  withoutMessage,
} from "../machine/state.js";
import { useShared } from "./context.js";

/** The messages, and the one that is shown, where it is typed. */
export function Messages() {
  const { state, change, words } = useShared();
  const { messages, selected } = state;
  const message = selectedMessage(state);
  const { kind, typed } = message;
  const problem = kind === "hex" ? bytesOfHex(typed).problem : undefined;
  const notes = [
    problem === undefined ? "" : words.badHex(problem),
    isAtLimit(bytesOf(message)) ? words.atLimit(MAX_MESSAGE_SIZE) : "",
    kind === "text" && /\r(?!\n)|(?<!\r)\n/.test(typed) && typed.includes("\r") ? words.mixedLineEnds : "",
  ].filter((note) => note !== "");
  return (
    <section aria-labelledby="messages">
      <h2 id="messages">{words.messages}</h2>
      <div class="choices">
        {messages.map((_, at) => (
          <button
            key={at}
            type="button"
            aria-pressed={at === selected}
            onClick={() => change((now) => ({ ...now, selected: at }))}
          >
            {words.message(at + 1)}
          </button>
        ))}
        {/* They stay where they are when there is nothing to do, so that the focus does, too. */}
        <button
          type="button"
          aria-disabled={messages.length === MAX_MESSAGES}
          onClick={() => change(withNewMessage)}
        >
          {words.add}
        </button>
        <button type="button" aria-disabled={messages.length === 1} onClick={() => change(withoutMessage)}>
          {words.remove}
        </button>
      </div>
      <fieldset class="choices">
        <legend>{words.presets}</legend>
        {PRESETS.map(({ id, message }) => (
          <button key={id} type="button" onClick={() => change((now) => withMessage(now, message))}>
            {words.presetNames[id]}
          </button>
        ))}
      </fieldset>
      <MessageBox message={message} hasProblem={problem !== undefined} />
      <p id="typed-problem" role="status" class={notes.length > 0 ? "problem" : "heard"}>
        {notes.join(" ")}
      </p>
    </section>
  );
}

function MessageBox({ message, hasProblem }: { readonly message: Message; readonly hasProblem: boolean }) {
  const { change, words } = useShared();
  const { kind, typed } = message;
  // The box of a browser turns every line end into LF. Those that were CR LF become CR LF again.
  const lineEnd = typed.includes("\r\n") ? "\r\n" : "\n";
  const withLineEnd = (value: string, end: string) => value.replaceAll("\r\n", "\n").replaceAll("\n", end);
  return (
    <div class="box">
      <label for="typed">{words.typed}</label>
      <textarea
        id="typed"
        rows={3}
        class={kind}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        aria-invalid={hasProblem}
        aria-describedby="typed-problem"
        value={typed}
        onInput={({ currentTarget: { value } }) =>
          change((now) =>
            withMessage(now, { kind, typed: kind === "text" ? withLineEnd(value, lineEnd) : value }),
          )
        }
      />
      <div class="choices">
        {(["text", "hex"] as const).map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="kind"
              checked={kind === each}
              onChange={() => change((now) => withKind(now, each))}
            />
            {each === "text" ? words.asText : words.asHex}
          </label>
        ))}
        {kind === "text" && typed.includes("\n") && (
          <label>
            {words.lineEnds}{" "}
            <select
              value={lineEnd}
              onChange={({ currentTarget: { value } }) =>
                change((now) => withMessage(now, { kind, typed: withLineEnd(typed, value) }))
              }
            >
              <option value={"\n"}>LF</option>
              <option value={"\r\n"}>CR LF</option>
            </select>
          </label>
        )}
      </div>
    </div>
  );
}
