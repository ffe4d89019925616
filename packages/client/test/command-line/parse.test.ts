import { describe, expect, test } from "@jest/globals";
import { LANGUAGE_OPTION } from "../../src/command-line/language.js";
import { type CommandLine, languageOf, parseCommandLine } from "../../src/command-line/parse.js";
import {
  type Environment,
  type OptionsOf,
  type Program,
  STANDARD_OPTIONS,
  type Table,
} from "../../src/command-line/table.js";
import { choice, count, listOf, namesOf, PORT, SECONDS, text } from "../../src/command-line/values.js";
import { COMMON_WORDING } from "../../src/command-line/wording.js";

const COLOURS = choice("colour", namesOf(["red", "green", "blue"]));

const TABLE = {
  port: { value: PORT, default: "12345", variable: "TOOL_PORT" },
  path: { value: text("path"), variable: "TOOL_PATH", replaces: ["port"] },
  times: { value: count("n", 0, 5), default: "2" },
  pause: { value: SECONDS },
  colour: { value: COLOURS, default: "red", variable: "TOOL_COLOUR" },
  allColours: {
    short: "c",
    value: listOf("colours", COLOURS),
    default: "red,blue",
    isRepeatable: true,
    variable: "TOOL_COLOURS",
  },
  input: { short: "i", value: text("file"), isRepeatable: true, takesWords: true, conflicts: ["words"] },
  plain: { short: "p", conflicts: ["allColours"] },
  secure: { short: "s", variable: "TOOL_SECURE" },
  trustedFile: { value: text("file"), variable: "TOOL_TRUSTED", implies: "secure" },
  lang: LANGUAGE_OPTION,
  ...STANDARD_OPTIONS,
} satisfies Table;

const OWN_WORDING = {
  description: "A tool.",
  options: Object.fromEntries(Object.keys(TABLE).map((key) => [key, key])) as Record<
    keyof typeof TABLE,
    string
  >,
  conflicts: { path: "a path has no port" },
  words: { name: "words", meaning: "what is said", dashHint: "write -- before words with a dash" },
  examples: [["tool", "works"]] as [string, string][],
};

const TOOL: Program<typeof TABLE> = {
  name: "tool",
  table: TABLE,
  wording: {
    id: {
      ...COMMON_WORDING.id,
      ...OWN_WORDING,
      exitCodes: { ...COMMON_WORDING.id.exitCodes, 0: "beres", 1: "gagal" },
    },
    en: {
      ...COMMON_WORDING.en,
      ...OWN_WORDING,
      exitCodes: { ...COMMON_WORDING.en.exitCodes, 0: "done", 1: "failed" },
    },
  },
};

const parse = (args: string[], env: Environment = {}): CommandLine<typeof TABLE> =>
  parseCommandLine(TOOL, args, env);

/** What a person is told about wrong usage. */
function problemOf(args: string[], env: Environment = {}, program: Program = TOOL): string {
  try {
    parseCommandLine(program, args, env);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was wrong");
}

const DEFAULTS: OptionsOf<typeof TABLE> = {
  port: 12345,
  times: 2,
  colour: "red",
  allColours: ["red", "blue"],
  input: [],
  plain: false,
  secure: false,
  lang: "id",
  version: false,
  help: false,
};

describe("what is given, or not", () => {
  test.each<[string[], Environment, object]>([
    [[], {}, {}],
    [["--port", "1", "--times=0", "--pause", "0.5"], {}, { port: 1, times: 0, pause: 0.5 }],
    [
      ["--colour", "blue", "--all-colours", "green,red"],
      {},
      { colour: "blue", allColours: ["green", "red"] },
    ],
    [["--colour", "blue", "--colour", "green"], {}, { colour: "green" }],
    [["--input", "a", "--input", "--b"], {}, { input: ["a", "--b"] }],
    [["--trusted-file", "f"], {}, { trustedFile: "f", secure: true }],
    // Several lists add up, and take the place of the default or the variable.
    [["-c", "blue", "--all-colours", "green,red"], {}, { allColours: ["blue", "green", "red"] }],
    [["-cblue"], { TOOL_COLOURS: "red,green" }, { allColours: ["blue"] }],
    [[], { TOOL_COLOURS: "red,green" }, { allColours: ["red", "green"] }],
    // Words behind a list of files are files, wherever other options stand, and behind -- as well.
    [["-i", "a", "b", "a"], {}, { input: ["a", "b", "a"] }],
    [["--input", "a", "-s", "b", "-"], {}, { input: ["a", "b", "-"], secure: true }],
    [["--input=a", "--input", "b", "--", "-c", "--"], {}, { input: ["a", "b", "-c", "--"] }],
    [["-si", "--", "-c", "--"], {}, { input: ["-c", "--"], secure: true }],
    [["--input=--", "-s"], {}, { input: ["--"], secure: true }],
    // Letters stand together as in getopt(3); the last may take a value.
    [["-sp"], {}, { secure: true, plain: true }],
    [["-scgreen", "-i", "f", "g"], {}, { secure: true, allColours: ["green"], input: ["f", "g"] }],
    [
      [],
      { TOOL_PORT: "7", TOOL_COLOUR: "green", TOOL_SECURE: "1" },
      { port: 7, colour: "green", secure: true },
    ],
    [["--port", "8"], { TOOL_PORT: "wrong" }, { port: 8 }],
    [[], { TOOL_PORT: "", TOOL_SECURE: "" }, {}],
    [["--secure"], { TOOL_SECURE: "0" }, { secure: true }],
    // A path in the environment yields to a port that was typed, and not to one in the environment.
    [["--port", "9"], { TOOL_PATH: "/p" }, { port: 9 }],
    [[], { TOOL_PORT: "9", TOOL_PATH: "/p" }, { port: 9, path: "/p" }],
    // And the other way round: a port in the environment is not even looked at.
    [["--path", "/p"], { TOOL_PORT: "wrong" }, { path: "/p" }],
    // What implies a flag does so from where it stands: arguments go before variables.
    [[], { TOOL_TRUSTED: "f" }, { trustedFile: "f", secure: true }],
    [[], { TOOL_TRUSTED: "f", TOOL_SECURE: "0" }, { trustedFile: "f", secure: false }],
    [["--trusted-file", "f"], { TOOL_SECURE: "0" }, { trustedFile: "f", secure: true }],
    [["-h"], { TOOL_PORT: "wrong" }, { help: true }],
    [["-V", "--path", "/p", "--port", "1"], {}, { version: true, path: "/p", port: 1 }],
  ])("%j with %j", (args, env, options) => {
    expect(parse(args, env).options).toEqual({ ...DEFAULTS, ...options });
  });

  test("words are what is no option, and all that follows --", () => {
    expect(parse(["a", "--secure", "b"]).words).toEqual(["a", "b"]);
    expect(parse(["--", "--port", "-x", "--"]).words).toEqual(["--port", "-x", "--"]);
  });

  test.each<[string[], Environment, string]>([
    [[], {}, "id"],
    [[], { HITUNG_LANG: "en" }, "en"],
    [["--lang", "id"], { HITUNG_LANG: "en" }, "id"],
    [["--lang=en", "--bogus", "--lang", "fr"], {}, "en"],
    // It is the value of another option, or a word.
    [["--path", "--lang", "en"], {}, "id"],
    [["--", "--lang", "en"], {}, "id"],
  ])("the language of %j with %j", (args, env, language) => {
    expect(languageOf(args, env, TABLE)).toBe(language);
  });
});

describe("wrong usage", () => {
  test.each<[string[], string, string]>([
    [
      ["--port", "65536"],
      "nilai '65536' untuk opsi --port <port> tidak sah. Port adalah bilangan bulat dari 1 sampai 65535.",
      "value '65536' for option --port <port> is not valid. A port is a whole number from 1 to 65535.",
    ],
    [
      ["--times", "1e0"],
      "nilai '1e0' untuk opsi --times <n> tidak sah. Nilainya bilangan bulat dari 0 sampai 5.",
      "value '1e0' for option --times <n> is not valid. It is a whole number from 0 to 5.",
    ],
    [
      ["--pause", "86400.1"],
      "nilai '86400.1' untuk opsi --pause <seconds> tidak sah. Nilainya bilangan dari 0.1 sampai 86400.",
      "value '86400.1' for option --pause <seconds> is not valid. It is a number from 0.1 to 86400.",
    ],
    [
      ["--all-colours", "red,"],
      "nilai 'red,' untuk opsi --all-colours <colours> tidak sah. Pilihan: red, green, blue.",
      "value 'red,' for option --all-colours <colours> is not valid. Choices: red, green, blue.",
    ],
    [
      ["--path="],
      "nilai '' untuk opsi --path <path> tidak sah. Nilainya tidak boleh kosong.",
      "value '' for option --path <path> is not valid. It cannot be empty.",
    ],
    [
      ["--trusted-file"],
      "opsi --trusted-file <file> memerlukan nilai",
      "option --trusted-file <file> needs a value",
    ],
    [
      ["--path", "p", "--port", "1"],
      "--path tidak dapat dipakai bersama --port: a path has no port",
      "--path cannot be used together with --port: a path has no port",
    ],
    [
      ["word", "--input", "f"],
      "--input tidak dapat dipakai bersama words: pilih salah satu",
      "--input cannot be used together with words: choose one of them",
    ],
    [
      ["--plain", "-cred"],
      "--plain tidak dapat dipakai bersama --all-colours: pilih salah satu",
      "--plain cannot be used together with --all-colours: choose one of them",
    ],
    [["-i"], "opsi --input <file> memerlukan nilai", "option --input <file> needs a value"],
    [["-i", "--"], "opsi --input <file> memerlukan nilai", "option --input <file> needs a value"],
    [
      ["-i", "f", ""],
      "nilai '' untuk opsi --input <file> tidak sah. Nilainya tidak boleh kosong.",
      "value '' for option --input <file> is not valid. It cannot be empty.",
    ],
    [
      ["-sx"],
      "opsi -x tidak dikenal (write -- before words with a dash)",
      "unknown option -x (write -- before words with a dash)",
    ],
    // Read letter by letter it would be the file "nput".
    [
      ["-input", "f"],
      "opsi -input tidak dikenal. Maksudnya --input?",
      "unknown option -input. Did you mean --input?",
    ],
    [
      ["-port=7"],
      "opsi -port tidak dikenal. Maksudnya --port?",
      "unknown option -port. Did you mean --port?",
    ],
    [
      ["--secure=yes"],
      "opsi --secure=yes tidak dikenal. Maksudnya --secure?",
      "unknown option --secure=yes. Did you mean --secure?",
    ],
    [
      ["-x"],
      "opsi -x tidak dikenal (write -- before words with a dash)",
      "unknown option -x (write -- before words with a dash)",
    ],
  ])("%j", (args, id, en) => {
    expect([problemOf(args), problemOf(args, { HITUNG_LANG: "en" })]).toEqual([id, en]);
  });

  test("of a variable, which is named", () => {
    expect(problemOf([], { TOOL_COLOUR: "pink" })).toBe(
      "nilai 'pink' dari variabel TOOL_COLOUR tidak sah. Pilihan: red, green, blue.",
    );
    expect(problemOf([], { TOOL_SECURE: "yes", HITUNG_LANG: "en" })).toBe(
      "value 'yes' of variable TOOL_SECURE is not valid. Choices: 1, 0.",
    );
  });

  test("of an argument and a variable that contradict each other", () => {
    expect(problemOf(["--plain"], { TOOL_COLOURS: "red", HITUNG_LANG: "en" })).toBe(
      "--plain cannot be used together with TOOL_COLOURS: choose one of them. An empty variable counts as none: TOOL_COLOURS=",
    );
    expect(parse(["--plain"], { TOOL_COLOURS: "" }).options.plain).toBe(true);
  });

  test("words, for a program that takes none", () => {
    const { words: _, ...wordless } = TOOL.wording.en;
    const silent = { ...TOOL, wording: { id: wordless, en: wordless } };
    expect(problemOf(["word"], {}, silent)).toBe("no arguments are taken besides options");
    expect(problemOf(["-x"], {}, silent)).toBe("unknown option -x");
  });

  test.each([
    ["--prot", "--port"],
    ["--porrt", "--port"],
    ["--pot", "--port"],
    ["--por", "--port"],
    ["--tmies", "--times"],
    ["--trustedfile", "--trusted-file"],
    ["--hlep", "--help"],
    ["--color", "--colour"],
    ["--path-", "--path"],
  ])("%s is told the nearest name", (typed, meant) => {
    expect(problemOf([typed, "--lang", "en"])).toBe(`unknown option ${typed}. Did you mean ${meant}?`);
  });

  test.each(["--x", "--ports-of-call", "--trust", "--tool"])("%s is near to none", (typed) => {
    expect(problemOf([typed, "--lang", "en"])).toBe(
      `unknown option ${typed} (write -- before words with a dash)`,
    );
  });
});
