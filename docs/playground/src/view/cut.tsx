import { ReplyDecoder, speaksFrames, UNITS } from "@hitung/protocol";
import type { TargetedSubmitEvent } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import { cutsIn, type Standing, type Step } from "../machine/exchange.js";
import { hexOf } from "../machine/hex.js";
import { oneRecv, RECV_SIZE } from "../machine/one-recv.js";
import {
  type Cut,
  everyPlace,
  multiplesOf,
  randomPlaces,
  withCut,
  withCutsAt,
  withNextCut,
  withPauses,
} from "../machine/state.js";
import { useExchange, useShared } from "./context.js";
import { Scroll } from "./scroll.js";
import type { Wording } from "./wording.js";

/** So many bytes of the request are drawn, and so many of its pieces. */
const DRAWN_BYTES = 320;
const DRAWN_STEPS = 120;

/** Where the stream is cut, and what comes of it. */
export function CutPart() {
  const { state, words } = useShared();
  const { request } = useExchange();
  const cuts = useMemo(() => cutsIn(state, request), [state, request]);
  return (
    <section aria-labelledby="cut">
      <h2 id="cut">{words.cut}</h2>
      <p>{words.cutAbout}</p>
      <CutChoices size={request.length} cuts={cuts} />
      <Strip request={request} cuts={cuts} />
      <div class="beside">
        <OneRecvCard />
        <OursCard />
      </div>
    </section>
  );
}

function CutChoices({ size, cuts }: { readonly size: number; readonly cuts: readonly Cut[] }) {
  const { state, change, words } = useShared();
  const choices: [name: string, largerThan: number, () => number[]][] = [
    [words.cutNone, -1, () => []],
    [words.cutEvery, 1, () => everyPlace(size)],
    [words.cutAt1024, RECV_SIZE, () => multiplesOf(RECV_SIZE, size)],
    [words.cutRandom, 1, () => randomPlaces(size, Math.random)],
  ];
  const onSubmit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const at = Number(new FormData(event.currentTarget).get("at"));
    if (at >= 1 && at < size) change((now) => withCut(now, { at, pauses: false }));
  };
  return (
    <>
      <div class="choices">
        {choices.map(([name, largerThan, places]) => (
          <button
            key={name}
            type="button"
            disabled={size <= largerThan}
            onClick={() => change((now) => withCutsAt(now, places()))}
          >
            {name}
          </button>
        ))}
        {state.mode === "text" && cuts.length > 0 && (
          <label>
            <input
              type="checkbox"
              checked={cuts.every(({ pauses }) => pauses)}
              onChange={({ currentTarget }) => {
                const { checked } = currentTarget;
                change((now) => withPauses(now, checked));
              }}
            />
            {words.pauseAll}
          </label>
        )}
      </div>
      {size > 1 && (
        <form class="choices" onSubmit={onSubmit}>
          <label>
            {words.cutNumber} <input type="number" name="at" min={1} max={size - 1} required />
          </label>
          <button type="submit">{words.cutHere}</button>
        </form>
      )}
    </>
  );
}

function Strip({ request, cuts }: { readonly request: Uint8Array; readonly cuts: readonly Cut[] }) {
  const { state, change, words } = useShared();
  const [focus, setFocus] = useState(1);
  const strip = useRef<HTMLDivElement>(null);
  const drawn = request.subarray(0, DRAWN_BYTES);
  const last = Math.min(request.length - 1, DRAWN_BYTES);
  const at = Math.max(1, Math.min(focus, last));
  const byPlace = useMemo(() => new Map(cuts.map((cut) => [cut.at, cut])), [cuts]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      Home: 1,
      End: last,
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const place = Math.max(1, Math.min(last, next));
    setFocus(place);
    strip.current?.querySelector<HTMLElement>(`[data-at="${place}"]`)?.focus();
  };
  return (
    <>
      <p class="small" id="cut-help">
        {words.cutHelp}
      </p>
      <div
        ref={strip}
        class="strip"
        role="toolbar"
        aria-label={words.cut}
        aria-describedby="cut-help"
        onKeyDown={onKeyDown}
      >
        {Array.from(drawn, (byte, index) => {
          const place = index + 1;
          const cut = byPlace.get(place);
          const stateName =
            words.cutStates[cut === undefined ? 0 : cut.pauses && state.mode === "text" ? 2 : 1];
          return [
            <code key={`byte ${place}`}>{hexOf(byte)}</code>,
            place <= last && (
              <button
                key={`gap ${place}`}
                type="button"
                data-at={place}
                class={
                  cut === undefined
                    ? "gap"
                    : cut.pauses && state.mode === "text"
                      ? "gap cut pause"
                      : "gap cut"
                }
                tabIndex={place === at ? 0 : -1}
                aria-label={`${words.cutPlace(place)}: ${stateName}`}
                title={`${words.cutPlace(place)}: ${stateName}`}
                onFocus={() => setFocus(place)}
                onClick={() => change((now) => withNextCut(now, place))}
              />
            ),
          ];
        })}
      </div>
      {request.length > drawn.length && <p class="small">{words.firstBytes(drawn.length, request.length)}</p>}
    </>
  );
}

function OneRecvCard() {
  const { state, words } = useShared();
  const { size, unread, finding, countsLineEnds } = useMemo(() => oneRecv(state), [state]);
  return (
    <div class="card" id="one-recv">
      <h3>{words.oneRecv}</h3>
      <p>{words.oneRecvGets(size)}</p>
      {"error" in finding ? (
        <p>
          {words.oneRecvDies} <code class="output">{finding.error}</code>
        </p>
      ) : (
        <p>
          <strong class="result">{words.oneRecvAnswers(finding.count)}</strong>
          {countsLineEnds && ` ${words.oneRecvLineEnd}`}
        </p>
      )}
      <p>{unread > 0 ? words.oneRecvUnread(unread) : words.oneRecvRight}</p>
    </div>
  );
}

function OursCard() {
  const { state, words } = useShared();
  const { steps } = useExchange();
  const drawn =
    steps.length > DRAWN_STEPS ? [...steps.slice(0, DRAWN_STEPS - 1), steps.at(-1) as Step] : steps;
  const isFrames = steps.some(({ replies: [first = 0] }) => speaksFrames(first));
  const describeReplies = useReplies(steps, isFrames, words);
  return (
    <div class="card">
      <h3>{words.ours}</h3>
      <Scroll name={words.ours}>
        <table class="steps">
          <thead>
            <tr>
              <th scope="col">{words.piece}</th>
              <th scope="col">{words.after}</th>
              <th scope="col">{words.sent}</th>
            </tr>
          </thead>
          <tbody>
            {drawn.map((step) => {
              const number = steps.indexOf(step) + 1;
              const isEnd = number === steps.length;
              return (
                <tr key={number}>
                  <th scope="row">
                    {isEnd ? words.endName : words.pieceName(number, step.to - step.from)}
                    {step.pauses && state.mode === "text" ? `, ${words.pauseName}` : ""}
                  </th>
                  <td>{describeStanding(words, step.standing)}</td>
                  <td>
                    {step.replies.length === 0 && words.noReply}
                    {describeReplies[number - 1]?.map((reply, at) => (
                      <div key={at} class="result">
                        <bdi lang={isFrames ? undefined : state.replyLanguage}>{reply}</bdi>
                      </div>
                    ))}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
      {steps.length > drawn.length && <p class="small">{words.morePieces(steps.length - drawn.length)}</p>}
    </div>
  );
}

function describeStanding(words: Wording, standing: Standing): string {
  const { place, have, size, characters, heldBytes, isInvalid, endsAtPause } = standing;
  if (place === "between") return words.between;
  if (place === "closed") return words.closed;
  if (place === "telnet") return words.inTelnet;
  if (place === "header") return words.inHeader(have, size);
  const parts = [
    place === "message"
      ? words.inMessage
      : place === "line"
        ? words.inLine(have)
        : words.inPayload(have, size),
    isInvalid ? words.knownInvalid : words.characters(characters),
    heldBytes > 0 ? words.held(heldBytes) : "",
    endsAtPause ? words.waits : "",
  ];
  return parts.filter((part) => part !== "").join("; ");
}

/** The replies of each step, as people read them. A reply belongs to the step in which its last byte is sent. */
function useReplies(steps: readonly Step[], isFrames: boolean, words: Wording): string[][] {
  return useMemo(() => {
    const decoder = new TextDecoder();
    let current: string[] = [];
    const replies = new ReplyDecoder((reply) => {
      if (reply.kind === "error") current.push(`ERROR ${reply.code}: ${reply.explanation}`);
      else {
        const units = UNITS.filter((_, bit) => (reply.units & (1 << bit)) !== 0);
        current.push(units.map((unit, at) => `${reply.counts[at]} ${words.units[unit]}`).join(", "));
      }
    });
    return steps.map(({ replies: bytes }) => {
      current = [];
      if (isFrames) replies.write(bytes);
      else
        current.push(
          ...decoder
            .decode(bytes)
            .split(/\r?\n/)
            .filter((line) => line !== ""),
        );
      return current;
    });
  }, [steps, isFrames, words]);
}
