import type { Language } from "@hitung/protocol";
import { WireView } from "../command-line/wire-view.js";
import type { BytesObserver } from "../library/observer.js";
import type { Address } from "../library/socket.js";
import { describePlace } from "./place.js";
import { WORDING } from "./wording.js";

/** How bytes are shown. */
interface Trace {
  /** Whether only text is spoken, so that no byte begins a frame. */
  readonly isText: boolean;
  language(): Language;
  /** Takes lines, one below the other. */
  show(lines: string): void;
}

/** Shows the bytes of a new connection with their meaning, line by line: `>` is what goes to the server, `<` what comes. */
export function traceConnection({ host, port, path }: Address, trace: Trace): BytesObserver {
  const wording = WORDING[trace.language()];
  trace.show(`; ${wording.connected(describePlace({ host: [host], port, socket: path }, wording))}`);
  const tellWith = (view: WireView) => (bytes: Uint8Array) =>
    trace.show(view.lines(bytes, trace.language()).join("\n"));
  const isFrames = trace.isText ? false : undefined;
  return { sent: tellWith(new WireView(">", isFrames)), received: tellWith(new WireView("<", isFrames)) };
}
