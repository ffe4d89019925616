import { bytesOf } from "../command-line/argument-bytes.js";
import { shownName } from "../command-line/shown-name.js";
import { rewriteLine, tell, widthOf } from "../command-line/terminal.js";
import { type Answer, isText } from "./asker.js";
import { InputText } from "./decoding/input-text.js";
import { HITUNG } from "./options.js";
import type { Session } from "./session.js";
import { formatProblem, formatterOf } from "./view.js";
import { WORDING } from "./wording.js";

// The four ways to ask. Each returns the exit code, and loads only what it needs.

/** Asks the words of the command line as one message. */
export async function askWords(session: Session, words: readonly string[]): Promise<number> {
  const { link, options, view } = session;
  try {
    const text = new InputText(options);
    const message = Buffer.concat([text.write(bytesOf(words.join(" "))), text.end()]);
    session.asked();
    const answer = await link.ask(message, view.units, true);
    session.hasAnswered = true;
    session.print(formatterOf(view)(withReplaced(session, answer, text.replaced)));
    session.flush();
    tellReset(session, "", answer);
    tellReplaced(session, "", text.replaced);
  } catch (error) {
    session.fail(error);
  }
  return session.end();
}

/** Asks each line of standard input. */
export async function askLines(session: Session): Promise<number> {
  const { link, options, view } = session;
  const { stdin } = session.io;
  const lines = await import("./lines.js");
  const format = formatterOf(view);
  // An empty line sets tables apart.
  const gap = view.form === "sentence" && view.units.length > 1 ? "\n" : "";
  let before = "";
  let allReplaced = 0;
  const input = `${WORDING[view.language].standardInput}: `;
  await lines
    .askLines(stdin, await link.open(() => session.hasAnswered), view.units, options, {
      asked: () => session.asked(),
      answered(answer, replaced, line) {
        session.hasAnswered = true;
        allReplaced += replaced;
        session.print(before + format(withReplaced(session, answer, replaced)));
        before = gap;
        if (wasReset(answer)) tellReset(session, WORDING[view.language].line(line), answer);
      },
      seemsToBe: (encoding) => tellHint(session, input, encoding),
      failed: (error, line) => session.fail(error, { name: WORDING[view.language].line(line) }),
      drained: () => session.drained(),
    })
    .finally(() => session.flush());
  tellReplaced(session, input, allReplaced);
  return session.end();
}

/** Asks what each file holds. */
export async function askFiles(session: Session): Promise<number> {
  const { link, view } = session;
  const { stdin, stderr } = session.io;
  const paths = session.options.file;
  if (stderr.isTTY) {
    // Notes take the place of the progress, which is soon shown again below them.
    session.aside = (write) => {
      rewriteLine(stderr, "");
      write();
    };
  }
  const files = await import("./files.js");
  const asker = await link.open();
  // A file is read only once: a server that is full, or another one, is found out before.
  if (!session.options.text) {
    session.asked();
    await link.ask("", view.units);
    session.hasAnswered = true;
  }
  const { FileRows } = await import("./file-rows.js");
  const rows = new FileRows(paths, view);
  const io = { stderr, language: view.language, drained: () => session.drained() };
  const results = files.askFiles(paths, stdin, asker, view.units, session.options, io);
  for await (const { path, answer, error, replaced, seemsToBe } of results) {
    const name = `${shownName(path)}: `;
    if (answer === undefined) session.fail(error, { name, file: path });
    else {
      session.hasAnswered = true;
      session.print(rows.add(path, withReplaced(session, answer, replaced)));
    }
    session.flush();
    if (answer !== undefined) {
      tellReset(session, name, answer);
      tellReplaced(session, name, replaced);
    }
    if (seemsToBe !== undefined) tellHint(session, name, seemsToBe);
  }
  if (rows.total !== undefined) session.print(rows.total);
  return session.end();
}

/** Prompts on a terminal, again and again. */
export async function converse(session: Session): Promise<number> {
  const { io, link, options } = session;
  // The terminal is not touched before there is a server: what is typed or piped until then is kept by it.
  await link.open();
  const conversation = await import("./conversation.js");
  const { completeCommand, messageOf, runCommand, seemsToBeCommand } = await import("./commands.js");
  const { History, historyFile } = await import("./history.js");
  const file = historyFile(io.env);
  const history = new History(file);
  if (file !== undefined && history.problem !== undefined) {
    tell(HITUNG.name, WORDING[options.lang].noHistory(shownName(file), history.problem), io);
  }
  const exitCode = await conversation.converse({
    input: io.stdin,
    output: io.stdout,
    prompt: () => WORDING[session.view.language].prompt,
    history,
    complete: completeCommand,
    start: (aside) => {
      session.aside = aside;
    },
    answer: async (line, signal) => {
      const message = messageOf(line);
      if (message !== undefined) {
        const answer = await answerLine(session, message, signal);
        return seemsToBeCommand(message)
          ? `${answer}\n${WORDING[session.view.language].commandHint}`
          : answer;
      }
      const { view, text } = runCommand(line, session.view, options.text, widthOf(io.stdout));
      session.view = view;
      return text;
    },
  });
  // A message without an answer is what the exit code tells, unless Ctrl-C ended it.
  return exitCode === 0 ? session.end() : exitCode;
}

/** An answer for programs tells how much of the message was replaced, if it may be. */
function withReplaced<A extends Answer>({ options }: Session, answer: A, replaced: number): A {
  const isTold = options.lossy && options.json;
  return isTold ? Object.assign({}, answer, { replaced }) : answer;
}

/** Tells a person that a server in text mode may not have read all. Programs find it in the answer. */
function tellReset({ io, options, view }: Session, name: string, answer: Answer): void {
  if (wasReset(answer) && !options.json) tell(HITUNG.name, name + WORDING[view.language].wasReset, io);
}

function wasReset(answer: Answer): boolean {
  return isText(answer) && answer.wasReset === true;
}

/** Tells a person how many ill-formed sequences were counted as U+FFFD. Programs find it in the answer. */
function tellReplaced({ io, options, view }: Session, name: string, replaced: number): void {
  if (replaced === 0 || options.json) return;
  tell(HITUNG.name, name + WORDING[view.language].replaced(replaced), io);
}

/** Tells a person that a text is probably in another encoding than the one in which it was read. */
function tellHint({ io, view }: Session, name: string, encoding: string): void {
  tell(HITUNG.name, name + WORDING[view.language].seemsToBe(encoding), io);
}

async function answerLine(session: Session, message: string, signal: AbortSignal): Promise<string> {
  const { link, view } = session;
  try {
    session.asked();
    const answer = await link.askAgain(message, view.units, view.language, signal);
    session.hasAnswered = true;
    const text = formatterOf(view)(answer);
    return wasReset(answer) && view.form !== "json" ? `${text}\n${WORDING[view.language].wasReset}` : text;
  } catch (error) {
    const problem = session.describe(error);
    if (problem === undefined) throw error;
    session.noAnswer();
    return view.form === "json" ? formatProblem(problem) : problem.text;
  }
}
