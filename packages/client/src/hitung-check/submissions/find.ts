import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import type { Role } from "../job.js";
import { LANGUAGES, type Language, rolesOf } from "./languages.js";

/** A program of a submission, before it is compiled. */
export interface Submission {
  readonly name: string;
  readonly role: Role;
  readonly folder: string;
  /** A command of the lecturer or the author, for a shell. */
  readonly command?: string;
  /** A command that is run before, for a shell. */
  readonly build?: string;
  /** The file that was recognized. */
  readonly source?: string;
  readonly language?: Language;
  /** All files of its language in its folder. */
  readonly siblings: readonly string[];
}

/** What cannot be told of a submission: the name of a text, and what is filled in. */
export interface Problem {
  readonly name: string;
  readonly problem: readonly [
    name: "ambiguous" | "both" | "neither" | "unknownLanguage" | "badSettings" | "noTool",
    fact: string,
  ];
}

/** Commands that are given instead of being found: for a shell in the folder of the submission. */
export type Commands = Readonly<Partial<Record<Role | "build", string>>>;

const SETTINGS_FILE = "hitung-check.json";

/** Files and folders that are never a part of a submission. */
const IGNORED = /^(\.|__pycache__$|node_modules$|venv$|hitung-check\.json$)/;
/** Files that lie beside programs. */
const DOCUMENTS = /\.(md|txt|pdf|docx?|odt|png|jpe?g|json|csv|html?|class|o|pyc|log)$|^[^.]+$/i;
const MAX_DEPTH = 4;

/**
 * Finds the programs in a folder of submissions: each of its subfolders and files is one.
 * @throws {NodeJS.ErrnoException} if the folder cannot be read
 */
export function findSubmissions(
  folder: string,
  given: Commands,
): { readonly submissions: readonly Submission[]; readonly problems: readonly Problem[] } {
  const submissions: Submission[] = [];
  const problems: Problem[] = [];
  const entries = readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !IGNORED.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const common = { ...readSettings(folder, basename(folder), problems), ...given };
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const commands = { ...common, ...readSettings(path, entry.name, problems) };
      submissions.push(...submissionsIn(entry.name, path, commands, problems));
    } else if (entry.isFile() && !DOCUMENTS.test(entry.name)) {
      submissions.push(...recognize(entry.name, [path], problems));
    }
  }
  return { submissions, problems };
}

function submissionsIn(name: string, folder: string, commands: Commands, problems: Problem[]): Submission[] {
  const files = filesIn(folder, 0);
  const { build } = commands;
  const told = (["server", "client"] as const).flatMap((role): Submission[] => {
    const command = commands[role];
    return command === undefined
      ? []
      : [{ name, role, folder, command, siblings: files, ...(build !== undefined && { build }) }];
  });
  return told.length > 0 ? told : recognize(name, files, problems);
}

/** Recognizes server and client among files by what they call. */
function recognize(name: string, files: readonly string[], problems: Problem[]): Submission[] {
  const programs = files.flatMap((source) => {
    const language = LANGUAGES.find(({ suffixes }) => suffixes.includes(extname(source)));
    return language === undefined
      ? []
      : [{ source, language, roles: rolesOf(language, readFileSync(source, "utf8")) }];
  });
  const tell = (...problem: Problem["problem"]) => {
    problems.push({ name, problem });
    return [];
  };
  if (programs.length === 0) {
    const other = files.find((file) => !DOCUMENTS.test(basename(file)));
    return other === undefined ? tell("neither", "") : tell("unknownLanguage", extname(other));
  }
  const found = (["server", "client"] as const).flatMap((role): Submission[] => {
    const own = programs.filter(({ roles }) => roles.length === 1 && roles[0] === role);
    if (own.length > 1) return tell("ambiguous", own.map(({ source }) => basename(source)).join(", "));
    return own.map(({ source, language }) => ({
      name,
      role,
      folder: dirname(source),
      source,
      language,
      siblings: programs
        .filter((each) => each.language === language && dirname(each.source) === dirname(source))
        .map((each) => each.source),
    }));
  });
  const both = programs.find(({ roles }) => roles.length > 1);
  if (both !== undefined) tell("both", basename(both.source));
  else if (found.length === 0 && programs.every(({ roles }) => roles.length === 0)) tell("neither", "");
  return found;
}

function filesIn(folder: string, depth: number): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !IGNORED.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return depth < MAX_DEPTH ? filesIn(path, depth + 1) : [];
      return entry.isFile() ? [path] : [];
    });
}

function readSettings(folder: string, name: string, problems: Problem[]): Commands {
  let text: string;
  try {
    text = readFileSync(join(folder, SETTINGS_FILE), "utf8");
  } catch {
    return {};
  }
  const refuse = (reason: string) => {
    problems.push({ name, problem: ["badSettings", reason] });
    return {};
  };
  try {
    const settings: unknown = JSON.parse(text);
    if (typeof settings !== "object" || settings === null) return refuse("{}");
    const wrong = Object.entries(settings).find(
      ([key, value]) => !["server", "client", "build"].includes(key) || typeof value !== "string",
    );
    return wrong === undefined ? (settings as Commands) : refuse(`"${wrong[0]}"`);
  } catch (error) {
    return refuse((error as Error).message);
  }
}
