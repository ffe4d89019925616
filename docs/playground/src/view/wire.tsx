import {
  ErrorCode,
  type FieldPiece,
  FieldReader,
  FrameKind,
  LANGUAGES,
  type Language,
  speaksFrames,
  UNITS,
  type Unit,
  unitsOf,
} from "@hitung/protocol";
import { useMemo } from "preact/hooks";
import type { Step } from "../machine/exchange.js";
import { hexOf, hexOfBytes } from "../machine/hex.js";
import { chosenUnits, type State, withUnitToggled } from "../machine/state.js";
import { WireText } from "./characters.js";
import { useExchange, useShared } from "./context.js";
import type { Wording } from "./wording.js";

/** So many bytes of a field are drawn, and so many fields of a direction. */
const DRAWN_BYTES = 48;
const DRAWN_FIELDS = 60;

/** The request and its reply, byte by byte. */
export function WirePart() {
  const { state, words } = useShared();
  const { request, steps } = useExchange();
  const isSurprise = state.mode === "text" && speaksFrames(request[0] ?? 0);
  return (
    <section aria-labelledby="wire">
      <h2 id="wire">{words.wire}</h2>
      <p>{words.wireAbout}</p>
      <Choices />
      {isSurprise && <p class="problem">{words.speaksFrames}</p>}
      <Direction id="request" title={words.request} steps={steps} request={request} />
      <Direction id="reply" title={words.reply} steps={steps} />
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
  readonly steps: readonly Step[];
  /** What is shown; without it, the replies. */
  readonly request?: Uint8Array;
}

function Direction({ id, title, steps, request }: DirectionProps) {
  const { state, words } = useShared();
  const { fields, size } = useMemo(() => {
    // A line of text without an end is a reply of its own where it was sent alone.
    const parts = request === undefined ? steps.map(({ replies }) => replies) : [request];
    const reader = new FieldReader();
    return {
      fields: parts.flatMap((part) => reader.read(part).map((field) => ({ field, part }))),
      size: parts.reduce((sum, { length }) => sum + length, 0),
    };
  }, [steps, request]);
  const language = request === undefined ? state.replyLanguage : undefined;
  return (
    <>
      <h3 id={id}>
        {title} <span class="small">({words.bytes(size)})</span>
      </h3>
      <ol class="fields" aria-labelledby={id}>
        {fields.slice(0, DRAWN_FIELDS).map(({ field, part }, number) => (
          <Field key={number} field={field} part={part} language={language} />
        ))}
      </ol>
      {fields.length > DRAWN_FIELDS && <p class="small">{words.moreBytes(fields.length - DRAWN_FIELDS)}</p>}
    </>
  );
}

interface FieldProps {
  readonly field: FieldPiece;
  readonly part: Uint8Array;
  /** Of lines of text, if it is known. */
  readonly language: Language | undefined;
}

function Field({ field, part, language }: FieldProps) {
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
        {words.fields[name]}: {meaningOf(words, field, drawn, language)}
        {more > 0 && " …"}
      </span>
    </li>
  );
}

/** What the field holds. */
function meaningOf(
  words: Wording,
  { name, value, unit }: FieldPiece,
  bytes: Uint8Array,
  language: Language | undefined,
) {
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
      return <WireText bytes={bytes} />;
    case "text":
      return <WireText bytes={bytes} language={language} />;
  }
}

function nameIn(names: Readonly<Record<string, number>>, value: number): string {
  return Object.keys(names).find((name) => names[name] === value) ?? hexOf(value);
}
