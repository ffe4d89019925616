import { expect, test } from "@jest/globals";
import { start } from "./command.js";

// What the scripts do in real shells is tested beside those of the client.

test.each([
  [["bash"], "complete -o default -F _hitung_server hitung-server"],
  [["zsh", "--lang", "en"], "what is logged"],
  [["fish"], "catatan yang ditampilkan"],
])("completion %j prints a script", async (args, part) => {
  const command = start("completion", ...args);
  expect([await command.exitCode, command.stderr]).toEqual([0, ""]);
  expect(command.stdout).toContain(part);
});

test.each([[[]], [["tcsh"]], [["bash", "zsh"]], [["bash", "--port", "0"]]])(
  "completion %j is told which shells there are",
  async (args) => {
    const command = start("completion", ...args, "--lang", "en");
    expect([await command.exitCode, command.stdout]).toEqual([2, ""]);
    expect(command.stderr).toBe(
      "hitung-server: completion takes one of bash, zsh, fish, and no option but --lang\nSee hitung-server --help.\n",
    );
  },
);

test("completion tells an option that is not known as any command line does", async () => {
  const command = start("completion", "bash", "--prot", "--lang", "en");
  expect([await command.exitCode, command.stdout]).toEqual([2, ""]);
  expect(command.stderr).toContain("unknown option --prot. Did you mean --port?");
});
