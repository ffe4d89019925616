import { setImmediate } from "node:timers/promises";
import { expect, jest, test } from "@jest/globals";
import { countFrame, frame } from "../../../testing/frames.js";
import { Turns, type Worker } from "../src/turns.js";
import { connectTo, startServer } from "./servers.js";

/** Workers that write down their turns, and take so many of them. */
function startWorkers(turns: Turns, wanted: Record<string, number>): { order: string[]; workers: Worker[] } {
  const order: string[] = [];
  const workers = Object.entries(wanted).map(([name, times]) => {
    let left = times;
    const worker: Worker = {
      takeTurn() {
        order.push(name);
        if (--left > 0) turns.add(worker);
      },
    };
    turns.add(worker);
    return worker;
  });
  return { order, workers };
}

test("all take turns, one after the other, until nobody has more to do", async () => {
  const { order } = startWorkers(new Turns(), { a: 3, b: 1, c: 2 });
  expect(order).toEqual([]);
  for (let round = 0; round < 5; round++) await setImmediate();
  expect(order.join("")).toBe("abcaca");
});

test("after a millisecond the event loop goes on, and then those who did not have their turn", async () => {
  let now = 0;
  jest.spyOn(performance, "now").mockImplementation(() => {
    now += 0.6;
    return now;
  });
  const { order } = startWorkers(new Turns(), { a: 2, b: 1, c: 1, d: 1 });
  await setImmediate();
  expect(order.join("")).toBe("ab");
  await setImmediate();
  expect(order.join("")).toBe("abcd");
  await setImmediate();
  expect(order.join("")).toBe("abcda");
});

test("who is gone has no turn", async () => {
  const turns = new Turns();
  const { order, workers } = startWorkers(turns, { a: 1, b: 1 });
  turns.remove(workers[0] as Worker);
  await setImmediate();
  expect(order.join("")).toBe("b");
});

test.each([
  ["empty lines", Buffer.alloc(400_000, "\n")],
  ["messages with unknown units", Buffer.alloc(420_000, frame(0xf9, 16, "x"))],
  ["messages that are not UTF-8", Buffer.alloc(420_000, frame(0xf9, 1, Buffer.of(0xff)))],
])("twenty clients that send %s do not hold up another one", async (_what, flood) => {
  const server = await startServer();
  const flooders = await Promise.all(Array.from({ length: 20 }, () => connectTo(server)));
  const honest = await connectTo(server);
  for (const flooder of flooders) flooder.send(flood);
  await flooders[0]?.read(1);
  honest.send(frame(0xf9, 1, "hello"));
  expect(await honest.read(14)).toEqual(countFrame(5));
  const { text, frames } = server.statistics;
  const answered = [...text.counted, ...frames.errors].reduce((total, number) => total + number, 0);
  // Of 1,200,000 and more. A turn of the event loop answers 500 for each that sends.
  expect(answered).toBeLessThan(100_000);
  for (const flooder of flooders) flooder.socket.destroy();
});
