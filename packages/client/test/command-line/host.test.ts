import { isIP } from "node:net";
import { expect, test } from "@jest/globals";
import { HOSTS } from "../../src/command-line/host.js";
import { command } from "../hitung/command.js";
import { bench } from "../hitung-bench/command.js";

test.each(["::1", "fe80::1%eth0", "127.0.0.1", "example.org", "localhost", "a_b-c."])(
  "%s is a host, and an IPv6 address in brackets as well",
  (text) => {
    expect(HOSTS.parse(text)).toEqual([text]);
    expect(HOSTS.parse(`[${text}]`)).toEqual(isIP(text) === 6 ? [text] : undefined);
    expect(HOSTS.parse(`ns1,${text},127.0.0.2`)).toEqual(["ns1", text, "127.0.0.2"]);
  },
);

const FORM = "A host is a name or an IP address, such as example.org, 127.0.0.1 or ::1.";

test.each([
  ["127.0.0.1:4000", "Write instead: --host 127.0.0.1 --port 4000"],
  ["example.org:80", "Write instead: --host example.org --port 80"],
  ["[::1]:4000", "Write instead: --host ::1 --port 4000"],
  ["tcp://127.0.0.1:4000", "Write instead: --host 127.0.0.1 --port 4000"],
  ["tcp://[fe80::1%eth0]:1/", "Write instead: --host fe80::1%eth0 --port 1"],
  ["http://localhost/x", "Write instead: --host localhost"],
  ["localhost:", "Write instead: --host localhost"],
  ["/run/my socket", "Write instead: --socket '/run/my socket'"],
  ["unix:///run/s", "Write instead: --socket /run/s"],
  ["./s", "Write instead: --socket ./s"],
  ["localhost:0", FORM],
  ["localhost:65536", FORM],
  ["[127.0.0.1]", FORM],
  ["1::2::3", FORM],
  ["two words", FORM],
  ["ns1,ns2:80", "Write instead: --host ns2 --port 80"],
  ["ns1,", "It cannot be empty."],
  ["", "It cannot be empty."],
])("--host '%s' is told what to write instead, by each program", async (text, told) => {
  const line = `value '${text}' for option --host <host> is not valid. ${told}`;
  const hitung = await command("--lang", "en", "--host", text, "x").finish();
  expect([hitung.code, hitung.stderr.split("\n")[0]]).toEqual([2, `hitung: ${line}`]);
  const load = await bench(["--lang", "en", "--host", text]);
  expect([load.code, load.stderr.split("\n")[0]]).toEqual([2, `hitung-bench: ${line}`]);
});
