import {
  ErrorCode,
  FIRST_FRAME_BYTE,
  type FieldPiece,
  FieldReader,
  FrameKind,
  LANGUAGES,
  UNITS,
  type Unit,
  unitsOf,
} from "@hitung/protocol";
import { useMemo } from "preact/hooks";
import { play, requestOf } from "../machine/exchange.js";
import { hexOf, hexOfBytes } from "../machine/hex.js";
import { chosenUnits, type State, withUnitToggled } from "../machine/state.js";
import { useShared } from "./context.js";
import { WireText } from "./shown.js";
import type { Wording } from "./wording.js";

/** So many bytes of a field are drawn, and so many fields of a direction. */
const DRAWN_BYTES = 48;
const DRAWN_FIELDS = 60;

/** The request and its reply, byte by byte. */
export function WirePart() {
  const { state, words } = useShared();
  const request = useMemo(() => requestOf(state), [state]);
  const replies = useMemo(() => play(state).map(({ replies }) => replies), [state]);
  const isSurprise = state.mode === "text" && (request[0] ?? 0) >= FIRST_FRAME_BYTE;
  return (
    <section aria-labelledby="wire">
      <h2 id="wire">{words.wire}</h2>
      <p>{words.wireAbout}</p>
      <Choices />
      {isSurprise && <p class="problem">{words.notText}</p>}
      <Direction id="request" title={words.request} parts={[request]} />
      <Direction id="reply" title={words.reply} parts={replies} />
    </section>
  );
}

/** A choice of one among several. */
function OneOf<T extends string>(props: {
  readonly name: string;
  readonly legend: string;
  readonly options: readonly (readonly [value: T, text: string])[];
  readonly chosen: T;
  readonly next: (state: State, value: T) => State;
}) {
  const { change } = useShared();
  const { name, legend, options, chosen, next } = props;
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
      {options.map(([value, text]) => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            checked={value === chosen}
            onChange={() => change((now) => next(now, value))}
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}

function Choices() {
  const { state, change, words } = useShared();
  const chosen = chosenUnits(state);
  return (
    <>
      <OneOf
        name="mode"
        legend={words.mode}
        options={[
          ["text", words.modes.text],
          ["frames", words.modes.frames],
        ]}
        chosen={state.mode}
        next={(now, mode) => ({ ...now, mode })}
      />
      {state.mode === "frames" ? (
        <fieldset class="choices">
          <legend>{words.askedUnits}</legend>
          {UNITS.map((unit) => (
            <label key={unit}>
              <input
                type="checkbox"
                checked={chosen.includes(unit)}
                onChange={() => change((now) => withUnitToggled(now, unit))}
              />
              {words.units[unit]}
            </label>
          ))}
        </fieldset>
      ) : (
        <>
          <OneOf
            name="ending"
            legend={words.ending}
            options={words.endings}
            chosen={state.ending}
            next={(now, ending) => ({ ...now, ending })}
          />
          <OneOf<Unit>
            name="unit"
            legend={words.serverUnit}
            options={UNITS.map((unit) => [unit, words.units[unit]] as const)}
            chosen={state.unit}
            next={(now, unit) => ({ ...now, unit })}
          />
          <OneOf
            name="reply-language"
            legend={words.replyLanguage}
            options={LANGUAGES.map((language) => [language, words.languages[language]] as const)}
            chosen={state.replyLanguage}
            next={(now, replyLanguage) => ({ ...now, replyLanguage })}
          />
        </>
      )}
    </>
  );
}

interface DirectionProps {
  readonly id: string;
  readonly title: string;
  /** What was sent at once. A line of text may end with a part. */
  readonly parts: readonly Uint8Array[];
}

function Direction({ id, title, parts }: DirectionProps) {
  const { words } = useShared();
  const reader = new FieldReader();
  const fields = parts.flatMap((part) => reader.read(part).map((field) => ({ field, part })));
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  return (
    <>
      <h3 id={id}>
        {title} <span class="small">({words.bytes(size)})</span>
      </h3>
      <ol class="fields" aria-labelledby={id}>
        {fields.slice(0, DRAWN_FIELDS).map(({ field, part }, number) => (
          <Field key={number} field={field} part={part} />
        ))}
      </ol>
      {fields.length > DRAWN_FIELDS && <p class="small">{words.moreBytes(fields.length - DRAWN_FIELDS)}</p>}
    </>
  );
}

function Field({ field, part }: { readonly field: FieldPiece; readonly part: Uint8Array }) {
  const { words } = useShared();
  const { name, from, to } = field;
  const drawnTo = Math.min(to, from + DRAWN_BYTES);
  const drawn = part.subarray(from, drawnTo);
  const more = to - drawnTo;
  return (
    <li class={`field ${name}`}>
      <code>
        {hexOfBytes(drawn)}
        {more > 0 && ` ${words.moreBytes(more)}`}
      </code>
      <span>
        {words.fields[name]}: {meaningOf(words, field, drawn)}
        {more > 0 && " …"}
      </span>
    </li>
  );
}

/** What the field holds. */
function meaningOf(words: Wording, { name, value, unit }: FieldPiece, bytes: Uint8Array) {
  const number = Number(value);
  switch (name) {
    case "kind":
      return nameIn(FrameKind, number);
    case "units":
      return number < 1 << UNITS.length
        ? unitsOf(number)
            .map((each) => words.units[each])
            .join(", ") || words.noUnits
        : hexOf(number);
    case "code":
      return `${number} ${nameIn(ErrorCode, number)}`;
    case "length":
      return words.bytes(number);
    case "count":
      return `${value}, ${words.units[unit as Unit]}`;
    case "payload":
    case "text":
      return <WireText bytes={bytes} />;
  }
}

function nameIn(names: Readonly<Record<string, number>>, value: number): string {
  return Object.keys(names).find((name) => names[name] === value) ?? hexOf(value);
}
