import { InvalidUtf8Error, measure, type Unit } from "@hitung/protocol";
import { useMemo, useRef, useState } from "preact/hooks";
import { type Cell, cellAt, type Grid, gridOf, overlap, ROWS, type Row } from "../machine/grid.js";
import { hexOf, hexOfBytes, hexOfCodePoint } from "../machine/hex.js";
import type { CodePointNames } from "../machine/names.js";
import { bytesOf, selectedMessage } from "../machine/state.js";
import { Cluster, clusterText } from "./characters.js";
import { useShared } from "./context.js";
import { Scroll } from "./scroll.js";
import type { Wording } from "./wording.js";

/** So many bytes are drawn. */
const DRAWN_BYTES = 160;

/** The units from what a person sees to what a wire carries. */
const UNITS_BY_SIZE: readonly Unit[] = ["graphemes", "codePoints", "utf16", "bytes"];

/** The text in four units. */
export function TextPart({ names }: { readonly names: CodePointNames | undefined }) {
  const { state, words } = useShared();
  const message = selectedMessage(state);
  const bytes = useMemo(() => bytesOf(message), [message]);
  const grid = useMemo(() => gridOf(bytes, DRAWN_BYTES), [bytes]);
  return (
    <section aria-labelledby="text">
      <h2 id="text">{words.text}</h2>
      <p>{words.textAbout}</p>
      <CountTable bytes={bytes} />
      {bytes.length === 0 ? <p>{words.empty}</p> : <GridTable bytes={bytes} grid={grid} names={names} />}
      {grid.bytes.length < bytes.length && (
        <p class="small">{words.firstBytes(grid.bytes.length, bytes.length)}</p>
      )}
    </section>
  );
}

function CountTable({ bytes }: { readonly bytes: Uint8Array }) {
  const { words } = useShared();
  const { counts, invalidAt } = useMemo(() => countsOf(bytes), [bytes]);
  const told = counts && UNITS_BY_SIZE.map((unit) => `${counts[unit]} ${words.units[unit]}`).join(", ");
  return (
    <>
      <Scroll name={words.counts}>
        <table class="counts">
          <thead>
            <tr>
              <th scope="col">{words.unit}</th>
              <th scope="col">{words.count}</th>
              <th scope="col">{words.who}</th>
            </tr>
          </thead>
          <tbody>
            {UNITS_BY_SIZE.map((unit) => (
              <tr key={unit}>
                <th scope="row">{words.units[unit]}</th>
                <td class="number" data-unit={unit}>
                  {counts?.[unit] ?? (unit === "bytes" ? bytes.length : "–")}
                </td>
                <td>{words.whoCounts[unit]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {/* Who does not see the table hears when it changes. */}
      <p role="status" class={invalidAt === undefined ? "heard" : "problem"}>
        {invalidAt === undefined ? told : words.noCount(invalidAt)}
      </p>
    </>
  );
}

function countsOf(bytes: Uint8Array) {
  try {
    return { counts: measure(bytes), invalidAt: undefined };
  } catch (error) {
    if (error instanceof InvalidUtf8Error) return { counts: undefined, invalidAt: error.byteOffset };
    throw error;
  }
}

interface GridProps {
  readonly bytes: Uint8Array;
  readonly grid: Grid;
  readonly names: CodePointNames | undefined;
}

/** A cell by its row and its number in it. */
interface Place {
  readonly row: Row;
  readonly number: number;
}

function GridTable({ bytes, grid, names }: GridProps) {
  const { words } = useShared();
  const [focus, setFocus] = useState<Place>({ row: "clusters", number: 0 });
  const [pointed, setPointed] = useState<Place | undefined>();
  const [hasFocus, setHasFocus] = useState(false);
  const table = useRef<HTMLTableElement>(null);
  const at = grid[focus.row][focus.number] === undefined ? ({ row: "clusters", number: 0 } as const) : focus;
  const marked = pointed ?? (hasFocus ? at : undefined);
  const markedCell = marked && grid[marked.row][marked.number];

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = placeBehindKey(grid, at, event.key);
    if (next === undefined) return;
    event.preventDefault();
    setPointed(undefined);
    setFocus(next);
    table.current?.querySelector<HTMLElement>(`[data-place="${next.row} ${next.number}"]`)?.focus();
  };

  return (
    <>
      <p class="small" id="grid-help">
        {words.gridHelp}
      </p>
      <div class="scroll">
        <table
          ref={table}
          role="grid"
          class="grid"
          aria-label={words.grid}
          aria-describedby="grid-help"
          onKeyDown={onKeyDown}
          onFocusIn={() => setHasFocus(true)}
          onFocusOut={() => setHasFocus(false)}
          onPointerLeave={() => setPointed(undefined)}
        >
          <tbody>
            {ROWS.map((row) => (
              <tr key={row} class={row}>
                <th scope="row">{words.rows[row]}</th>
                {grid[row].map((cell, number) => {
                  const isAt = at.row === row && at.number === number;
                  const isMarked = markedCell !== undefined && overlap(cell, markedCell);
                  const place = { row, number };
                  return (
                    <td
                      key={cell.column}
                      role="gridcell"
                      colSpan={cell.span}
                      data-place={`${row} ${number}`}
                      tabIndex={isAt ? 0 : -1}
                      class={classOf(cell, row, isMarked)}
                      aria-label={describe(words, bytes, place, cell, names)}
                      onFocus={() => setFocus(place)}
                      onPointerEnter={() => setPointed(place)}
                    >
                      {contentOf(row, cell, bytes, names)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="detail">
        {marked && markedCell ? describe(words, bytes, marked, markedCell, names) : "\u00a0"}
      </p>
    </>
  );
}

function placeBehindKey(grid: Grid, { row, number }: Place, key: string): Place | undefined {
  const cells = grid[row];
  const rowAt = ROWS.indexOf(row);
  const inRow = (wanted: number) => ({ row, number: Math.max(0, Math.min(cells.length - 1, wanted)) });
  const inOther = (other: Row | undefined) =>
    other && { row: other, number: cellAt(grid[other], (cells[number] as Cell).column) };
  switch (key) {
    case "ArrowRight":
      return inRow(number + 1);
    case "ArrowLeft":
      return inRow(number - 1);
    case "Home":
      return inRow(0);
    case "End":
      return inRow(cells.length - 1);
    case "ArrowUp":
      return inOther(ROWS[rowAt - 1]);
    case "ArrowDown":
      return inOther(ROWS[rowAt + 1]);
    default:
      return undefined;
  }
}

function classOf({ value }: Cell, row: Row, isMarked: boolean): string {
  const isFault = row === "codePoints" && value === undefined;
  return [isMarked ? "marked" : "", isFault ? "fault" : ""].join(" ").trim();
}

function contentOf(row: Row, cell: Cell, bytes: Uint8Array, names: CodePointNames | undefined) {
  const { value, from, to } = cell;
  switch (row) {
    case "clusters":
      return <Cluster bytes={bytes.subarray(from, to)} />;
    case "codePoints":
      return value === undefined ? (
        "✕"
      ) : (
        <>
          <span class="code">{codePointName(value)}</span> <span class="name">{shortName(value, names)}</span>
        </>
      );
    case "utf16":
      return value === undefined ? "✕" : hexOfCodePoint(value);
    case "bytes":
      return hexOf(value as number);
  }
}

function codePointName(codePoint: number): string {
  return `U+${hexOfCodePoint(codePoint)}`;
}

function shortName(codePoint: number, names: CodePointNames | undefined): string {
  const found = names?.(codePoint);
  return found !== undefined && "name" in found ? found.name : "";
}

function describe(
  words: Wording,
  bytes: Uint8Array,
  { row, number }: Place,
  { value, from, to }: Cell,
  names: CodePointNames | undefined,
): string {
  const name = words.cell[row](number + 1);
  const piece = bytes.subarray(from, to);
  const hex = hexOfBytes(piece);
  switch (row) {
    case "clusters": {
      const { counts } = countsOf(piece);
      if (counts === undefined) return `${words.noCharacter}: ${hex}`;
      return `${name}: ${clusterText(piece)} – ${words.sizes(counts.codePoints, counts.utf16, counts.bytes)}`;
    }
    case "codePoints": {
      if (value === undefined) return `${words.noCharacter}: ${hex}`;
      const found = names?.(value);
      const told = found === undefined ? "" : "name" in found ? found.name : words.nameNotHere(found.block);
      return `${name}: ${codePointName(value)} ${told} – ${hex}`;
    }
    case "utf16":
      return value === undefined ? `${words.noCharacter}: ${hex}` : `${name}: ${hexOfCodePoint(value)}`;
    case "bytes":
      return `${name}: ${hex}`;
  }
}
