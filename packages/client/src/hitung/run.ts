import { EXIT_FAILURE } from "../command-line/exit-codes.js";
import { readCommandLine, refuseUsage } from "../command-line/read.js";
import { tell } from "../command-line/terminal.js";
import { printCompletion, shellIn } from "./completion.js";
import { isAsItIs } from "./decoding/input-text.js";
import { askFiles, askLines, askWords, converse } from "./modes.js";
import { HITUNG } from "./options.js";
import { isFatal } from "./problems.js";
import { type Io, Session } from "./session.js";
import { WORDING } from "./wording.js";
import { lineEndIn, otherMeanings } from "./words.js";

/**
 * Runs `hitung` with the arguments that follow its name.
 * @returns the exit code: 0; 1 if a message has no answer; 2 for wrong usage; 130 if Ctrl-C ended it
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const shell = shellIn(args);
  if (shell !== undefined) return await printCompletion(shell, args.slice(2), io);
  const commandLine = await readCommandLine(HITUNG, args, io);
  if (typeof commandLine === "number") return commandLine;
  const { options, words } = commandLine;
  const wording = WORDING[options.lang];
  const lineEnd = options.text ? lineEndIn(words.join(" ")) : undefined;
  if (lineEnd !== undefined) return refuseUsage(HITUNG, wording.oneLineInText(lineEnd), options.lang, io);
  if (io.stderr.isTTY) for (const text of otherMeanings(words, wording)) io.stderr.write(`${text}\n`);
  const session = new Session(options, io);
  try {
    if (words.length > 0) return await askWords(session, words);
    if (options.file.length > 0) return await askFiles(session);
    if (io.stdin.isTTY && io.stdout.isTTY) {
      // A terminal is read as UTF-8 before there is a line. Without a word the options would do nothing.
      if (!isAsItIs(options)) return refuseUsage(HITUNG, WORDING[options.lang].noDecoding, options.lang, io);
      return await converse(session);
    }
    return await askLines(session);
  } catch (error) {
    const problem = session.describe(error);
    if (problem === undefined) throw error;
    // Files are told by name when they fail; what is left is standard input.
    const subject = isFatal(error) ? "" : `${wording.standardInput}: `;
    tell(HITUNG.name, subject + problem.text, io);
    return EXIT_FAILURE;
  } finally {
    session.end();
    session.link.close();
  }
}
