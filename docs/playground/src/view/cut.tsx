import type { TargetedSubmitEvent } from "preact";
import { useMemo } from "preact/hooks";
import { cutsIn } from "../machine/exchange.js";
import { oneRecv, RECV_SIZE } from "../machine/one-recv.js";
import {
  type Cut,
  everyPlace,
  multiplesOf,
  randomPlaces,
  withCut,
  withCutsAt,
  withPauses,
} from "../machine/state.js";
import { useExchange, useShared } from "./context.js";
import { Pieces } from "./pieces.js";
import { Strip } from "./strip.js";

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
        <Pieces />
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
