import { expect, test } from "@jest/globals";
import { lastLineOf } from "../../../src/hitung-check/stage/program.js";

test.each([
  [
    "Python",
    "Traceback (most recent call last):\n  File \"server.py\", line 3, in <module>\n    x = y\n        ^\nNameError: name 'y' is not defined\n",
    "NameError: name 'y' is not defined",
  ],
  [
    "Java",
    'Exception in thread "main" java.net.BindException: Address already in use\n\tat java.base/sun.nio.ch.Net.bind0(Native Method)\n\t... 2 more\n',
    'Exception in thread "main" java.net.BindException: Address already in use',
  ],
  [
    "Node",
    "node:net:1\n    throw er;\n\nError: listen EADDRINUSE: address already in use\n    at Server.setup (node:net:1)\n  code: 'EADDRINUSE',\n  errno: -98\n}\n\nNode.js v20.20.2\n",
    "Error: listen EADDRINUSE: address already in use",
  ],
  [
    "Go",
    "panic: listen tcp :12345: bind: address already in use\n\ngoroutine 1 [running]:\nexit status 2\n",
    "panic: listen tcp :12345: bind: address already in use",
  ],
  ["C", "bind: Address already in use\n", "bind: Address already in use"],
  ["nothing", "", ""],
])("finds the line of %s that names the error", (_, complaint, line) => {
  expect(lastLineOf(complaint)).toBe(line);
});
