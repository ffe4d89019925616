import { once } from "node:events";
import type { Session } from "./session.js";
import { formatProblem, formatterOf } from "./view.js";
import { WORDING } from "./wording.js";

// The four ways to ask. Each returns the exit code, and loads only what it needs.

/** Asks the words of the command line as one message. */
export async function askWords(session: Session, words: readonly string[]): Promise<number> {
  const { link, view } = session;
  try {
    session.print(formatterOf(view)(await link.ask(words.join(" "), view.units)));
  } catch (error) {
    session.fail(error);
  }
  return session.end();
}

/** Asks each line of standard input. */
export async function askLines(session: Session): Promise<number> {
  const { link, view } = session;
  const { stdin, stdout } = session.io;
  const lines = await import("./lines.js");
  const format = formatterOf(view);
  // An empty line sets tables apart.
  const gap = view.form === "sentence" && view.units.length > 1 ? "\n" : "";
  let before = "";
  await lines
    .askLines(stdin, await link.open(), view.units, {
      answered(answer) {
        session.hasAnswered = true;
        session.print(before + format(answer));
        before = gap;
      },
      failed: (error, line) => session.fail(error, { name: WORDING[view.language].line(line) }),
      async drained() {
        if (stdout.writableNeedDrain) await once(stdout, "drain");
      },
    })
    .finally(() => session.flush());
  return session.end();
}

/** Asks what each file holds. */
export async function askFiles(session: Session): Promise<number> {
  const { link, view } = session;
  const { stdin, stderr } = session.io;
  const paths = session.options.file;
  const files = await import("./files.js");
  const asker = await link.open();
  // A file is read only once: a server that is full, or another one, is found out before.
  if (!session.options.text) await link.ask("", view.units);
  const { FileRows } = await import("./file-rows.js");
  const rows = new FileRows(paths, view);
  const io = { stderr, language: view.language };
  for await (const { path, counts, error } of files.askFiles(paths, stdin, asker, view.units, io)) {
    if (counts === undefined) session.fail(error, { name: `${path}: `, file: path });
    else {
      session.hasAnswered = true;
      session.print(rows.add(path, counts));
    }
    session.flush();
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
  const { completeCommand, messageOf, runCommand } = await import("./commands.js");
  const { History, historyFile } = await import("./history.js");
  return conversation.converse({
    input: io.stdin,
    output: io.stdout,
    prompt: () => WORDING[session.view.language].prompt,
    history: new History(historyFile(io.env)),
    complete: completeCommand,
    answer: async (line, signal, aside) => {
      session.aside = aside;
      const message = messageOf(line);
      if (message !== undefined) return await answerLine(session, message, signal);
      const { view, text } = runCommand(line, session.view, options.text);
      session.view = view;
      return text;
    },
  });
}

async function answerLine(session: Session, message: string, signal: AbortSignal): Promise<string> {
  const { link, view } = session;
  try {
    const answer = await link.askAgain(message, view.units, view.language, signal);
    session.hasAnswered = true;
    return formatterOf(view)(answer);
  } catch (error) {
    const problem = session.describe(error);
    if (problem === undefined) throw error;
    return view.form === "json" ? formatProblem(problem) : problem.text;
  }
}
