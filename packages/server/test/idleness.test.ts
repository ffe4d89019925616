import { expect, test } from "@jest/globals";
import { Idleness } from "../src/idleness.js";

/** What is looked at: the time, how many messages were answered, and how many bytes came so far. */
type Look = [now: number, messages: number, bytesRead: number];

test.each<[string, Look[], number]>([
  ["time since the beginning", [[1500, 0, 0]], 500],
  ["no time when a message was answered", [[1500, 1, 5]], 0],
  [
    "time since the look that saw the last answer",
    [
      [1500, 1, 5],
      [1900, 1, 5],
    ],
    400,
  ],
  ["no time when 1,024 bytes of a message came", [[1500, 0, 1024]], 0],
  [
    "time since the look that saw so many, when a few more come",
    [
      [1500, 0, 1024],
      [1800, 0, 1030],
    ],
    300,
  ],
  ["time when 1,023 bytes came", [[1500, 0, 1023]], 500],
  [
    "no time when 1,024 bytes came in pieces, since the last progress",
    [
      [1500, 1, 900],
      [1700, 1, 1500],
      [1800, 1, 1924],
    ],
    0,
  ],
  [
    "time when a byte comes now and then",
    [
      [1200, 0, 1],
      [1400, 0, 2],
      [1600, 0, 3],
    ],
    600,
  ],
])("a connection that began at 1000 is idle for %s", (_what, looks, idleTime) => {
  const idleness = new Idleness(1000);
  expect(looks.map((look) => idleness.measure(...look)).at(-1)).toBe(idleTime);
});
