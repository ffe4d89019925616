// Makes `turbo watch dev` start with the client's pane selected, so that one key, i, is enough to type into it.
// turbo keeps its last choice in this file, so it is written before each start and not committed.

import { mkdirSync, writeFileSync } from "node:fs";
import { readArguments } from "./shared/arguments.js";

readArguments(`node scripts/select-client-pane.js
Has the next \`pnpm dev\` start with the client's pane selected.`);

const folder = new URL("../.turbo/preferences/", import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(
  new URL("tui.json", folder),
  JSON.stringify({ is_task_list_visible: true, active_task: "@hitung/client#dev" }),
);
