import { expect, test } from "@jest/globals";
import { ConnectionError } from "../../src/index.js";
import { openWhenReady } from "../../src/library/retrying.js";

test("who stops to wait while a try is under way is told why there is no server", async () => {
  const leaving = new AbortController();
  let tries = 0;
  const waited: string[] = [];
  const opening = openWhenReady(
    () => {
      if (++tries === 1) return Promise.reject(new ConnectionError("h", 1, "ECONNREFUSED"));
      return new Promise((_, reject) => {
        leaving.signal.addEventListener("abort", () => reject(leaving.signal.reason));
        leaving.abort(new ConnectionError("h", 1, "ECANCELED"));
      });
    },
    ({ code }) => {
      waited.push(code);
    },
    leaving.signal,
  );
  await expect(opening).rejects.toMatchObject({ code: "ECONNREFUSED" });
  expect(waited).toEqual(["ECONNREFUSED"]);
});
