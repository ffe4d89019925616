import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join, relative } from "node:path";
import { env, platform } from "node:process";
import { fileURLToPath } from "node:url";

const CLIENT = "hitung";

/** The client, if the packages stand side by side, as in a clone of the repository. */
const NEIGHBOUR = new URL("../../../client/dist/hitung.cjs", import.meta.url);

/** How a person on this machine starts the client: by its name, or by its file if a shell does not find it. */
export function clientCommand(path = env.PATH): string {
  const file = fileURLToPath(NEIGHBOUR);
  if (isOnPath(path) || !existsSync(file)) return CLIENT;
  const near = relative("", file);
  const shown = near.startsWith("..") ? file : near;
  return `node ${/^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`}`;
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
