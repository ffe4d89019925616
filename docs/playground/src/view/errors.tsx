import { type Utf8Sequence, utf8Sequences, WELL_FORMED_UTF8 } from "@hitung/protocol";
import { useMemo } from "preact/hooks";
import { hexOf, hexOfBytes } from "../machine/hex.js";
import { findingOf, SERVERS } from "../machine/servers.js";
import { bytesOf, selectedMessage } from "../machine/state.js";
import { useShared } from "./context.js";
import { TableCard } from "./scroll.js";

/** So many faults are listed. */
const LISTED_FAULTS = 20;

/** What is wrong with bytes that are not UTF-8, and what servers do with them. */
export function ErrorPart() {
  const { state, words } = useShared();
  const message = selectedMessage(state);
  const bytes = useMemo(() => bytesOf(message), [message]);
  const sequences = useMemo(() => [...utf8Sequences(bytes)], [bytes]);
  const faults = sequences.filter(({ fault }) => fault !== undefined);
  return (
    <section aria-labelledby="errors">
      <h2 id="errors">{words.errors}</h2>
      <p>{words.errorsAbout}</p>
      {faults.length === 0 ? <p>{words.valid}</p> : <Faults bytes={bytes} faults={faults} />}
      <div class="beside">
        <RowTable sequences={sequences} />
        <ServerTable bytes={bytes} />
      </div>
    </section>
  );
}

function Faults({ bytes, faults }: { readonly bytes: Uint8Array; readonly faults: readonly Utf8Sequence[] }) {
  const { words } = useShared();
  return (
    <>
      <ul class="faults">
        {faults.slice(0, LISTED_FAULTS).map(({ offset, size, fault, row }) => (
          <li key={offset}>
            <strong>
              {words.faultAt(
                offset,
                hexOfBytes(bytes.subarray(offset, offset + size)),
                // The byte that is not in the row, where there is a row.
                row === undefined ? "" : hexOfBytes(bytes.subarray(offset + size, offset + size + 1)),
              )}
            </strong>
            <br />
            {fault && words.faults[fault]}
          </li>
        ))}
      </ul>
      {faults.length > LISTED_FAULTS && <p>{words.moreFaults(faults.length - LISTED_FAULTS)}</p>}
    </>
  );
}

function RowTable({ sequences }: { readonly sequences: readonly Utf8Sequence[] }) {
  const { words } = useShared();
  const used = new Set(sequences.filter(({ fault }) => fault === undefined).map(({ row }) => row));
  const broken = new Set(sequences.filter(({ fault }) => fault !== undefined).map(({ row }) => row));
  return (
    <TableCard name={words.table}>
      <table class="rows">
        <caption>{words.table}</caption>
        <thead>
          <tr>
            {[1, 2, 3, 4].map((number) => (
              <th key={number} scope="col">
                {words.byteColumn(number)}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {WELL_FORMED_UTF8.map((ranges, row) => (
            <tr key={ranges[0]?.lower} class={broken.has(row) ? "broken" : used.has(row) ? "used" : ""}>
              {[0, 1, 2, 3].map((at) => (
                <td key={at}>{rangeName(ranges[at])}</td>
              ))}
              <td class="mark">
                {[broken.has(row) ? words.brokenRow : "", used.has(row) ? words.rowOf : ""]
                  .filter((mark) => mark !== "")
                  .join("; ")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableCard>
  );
}

function rangeName(range: { readonly lower: number; readonly upper: number } | undefined): string {
  if (range === undefined) return "";
  return range.lower === range.upper ? hexOf(range.lower) : `${hexOf(range.lower)}..${hexOf(range.upper)}`;
}

function ServerTable({ bytes }: { readonly bytes: Uint8Array }) {
  const { state, words } = useShared();
  return (
    <TableCard name={words.serversTitle}>
      <table class="servers">
        <caption>{words.serversTitle}</caption>
        <thead>
          <tr>
            <th scope="col">{words.server}</th>
            <th scope="col">{words.finds}</th>
          </tr>
        </thead>
        <tbody>
          {SERVERS.map(({ id, expression }) => {
            const finding = findingOf(id, bytes, state.replyLanguage);
            return (
              <tr key={id}>
                <th scope="row">
                  {words.servers[id]}
                  <br />
                  <code>{expression}</code>
                </th>
                <td data-server={id}>
                  {"count" in finding ? (
                    <span class="number">{finding.count}</span>
                  ) : (
                    <code class="output" lang={id === "hitung" ? state.replyLanguage : "en"}>
                      {finding.error}
                    </code>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableCard>
  );
}
