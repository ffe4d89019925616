import { expect } from "@jest/globals";
import { hasPython, startPeer } from "../../../../testing/peer-processes.js";
import { eachIf } from "../../../../testing/processes.js";
import { command } from "./command.js";

// A line end that is tried after a second is then a message of its own, or a part of the next one.
eachIf(
  hasPython,
  "python3",
)([["life=messages"], ["life=clients"], ["life=both"], ["life=threads"], ["life=open"]])(
  "a server that takes longer for an answer than hitung waits before it tries a line end: %s",
  async (life) => {
    const port = await startPeer(`${life}; sleeps=1.5; reply=Jumlah: {n}`);
    expect(await command("--text", "-q", "--port", port).finish("aa\nempat\ntiga belas\nx\n")).toEqual({
      code: 0,
      stdout: "2\n5\n10\n1\n",
      stderr: "",
    });
  },
  60_000,
);
