import { ReplyDecoder, speaksFrames, UNITS } from "@hitung/protocol";
import { useMemo } from "preact/hooks";
import type { Step } from "../machine/exchange.js";
import type { Standing } from "../machine/standing.js";
import { useExchange, useShared } from "./context.js";
import { Scroll } from "./scroll.js";
import type { Wording } from "./wording.js";

/** So many pieces are shown. */
const DRAWN_STEPS = 120;

/** What our server knows after each piece, and what it answers. */
export function Pieces() {
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
