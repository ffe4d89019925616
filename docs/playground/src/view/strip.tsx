import { useMemo, useRef, useState } from "preact/hooks";
import { hexOf } from "../machine/hex.js";
import { type Cut, withNextCut } from "../machine/state.js";
import { useShared } from "./context.js";

/** So many bytes of the request are shown. */
const DRAWN_BYTES = 320;

/** Of a place between two bytes: not cut, cut, and cut with a pause. */
const CLASSES = ["gap", "gap cut", "gap cut pause"] as const;

interface StripProps {
  readonly request: Uint8Array;
  readonly cuts: readonly Cut[];
}

/** The bytes of the request, with a button between each two of them. */
export function Strip({ request, cuts }: StripProps) {
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
          const kind = cut === undefined ? 0 : cut.pauses && state.mode === "text" ? 2 : 1;
          const name = `${words.cutPlace(place)}: ${words.cutStates[kind]}`;
          return [
            <code key={`byte ${place}`}>{hexOf(byte)}</code>,
            place <= last && (
              <button
                key={`gap ${place}`}
                type="button"
                data-at={place}
                class={CLASSES[kind]}
                tabIndex={place === at ? 0 : -1}
                aria-label={name}
                title={name}
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
