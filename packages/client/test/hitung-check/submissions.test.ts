import { expect, test } from "@jest/globals";
import { LANGUAGES } from "../../src/hitung-check/submissions/languages.js";

/** How a program in the language of this suffix is compiled and started. */
function commandsFor(source: string, text = "", siblings = [source]) {
  const language = LANGUAGES.find(({ suffixes }) => suffixes.some((suffix) => source.endsWith(suffix)));
  return {
    compile: language?.compile?.(source, "/out/0", siblings)?.join(" "),
    run: language?.run(source, "/out/0", text).join(" "),
  };
}

test("scripts are started as they are", () => {
  expect(commandsFor("/s/a.py")).toEqual({ compile: undefined, run: "python3 /s/a.py" });
  expect(commandsFor("/s/a.mjs")).toEqual({ compile: undefined, run: "node /s/a.mjs" });
});

test("C and Go become a program", () => {
  expect(commandsFor("/s/a.c")).toEqual({
    compile: "cc -o /out/0/program /s/a.c -lpthread -lm",
    run: "/out/0/program",
  });
  expect(commandsFor("/s/a.go").compile).toMatch(
    /^env GOCACHE=\/out\/go .* go build -o \/out\/0\/program \/s\/a.go$/,
  );
});

test.each([
  ["public class Server { public static void main(String[] a) {} }", "Server"],
  [
    "package tugas.satu;\npublic class Server { public static void main(String[] a) {} }",
    "tugas.satu.Server",
  ],
  ["final class Main { static public void main(String... a) {} }", "Main"],
  ["interface Nothing {}", "Server"],
])("Java is started by its class with main: %s", (text, name) => {
  const { compile, run } = commandsFor("/s/Server.java", text, ["/s/Server.java", "/s/Helper.java"]);
  expect(compile).toBe("javac -proc:none -d /out/0 /s/Server.java /s/Helper.java");
  expect(run).toMatch(new RegExp(`^java .* -cp /out/0 ${name}$`));
});
