import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join, relative } from "node:path";
import { env, platform } from "node:process";
import { fileURLToPath } from "node:url";

const CLIENT = "hitung";

/** The package of the client, if it stands beside this one, as in a clone of the repository. */
const NEIGHBOUR = new URL("../../../client/", import.meta.url);

/** How a person on this machine starts the client: by its name, or by its file if a shell does not find it. */
export function clientCommand(path = env.PATH): string {
  // The file itself may be built only later, as it is in `pnpm dev`.
  if (isOnPath(path) || !existsSync(NEIGHBOUR)) return CLIENT;
  const file = fileURLToPath(new URL("dist/hitung.cjs", NEIGHBOUR));
  const near = relative("", file);
  const shown = near.startsWith("..") ? file : near;
  return `node ${quote(shown)}`;
}

/** A word as a shell takes it for one. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function isOnPath(path = ""): boolean {
  const program = platform === "win32" ? `${CLIENT}.cmd` : CLIENT;
  return path.split(delimiter).some((folder) => {
    // Package managers add these for what they start. The person's own shell does not look there.
    if (folder === "" || /[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder)) return false;
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
