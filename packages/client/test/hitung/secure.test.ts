import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { Certificate, temporaryFolder } from "../../../../testing/certificates.js";
import { testWith } from "../../../../testing/processes.js";
import { sentence } from "../../../../testing/sentences.js";
import { startFakeServer } from "../../../../testing/servers.js";
import { startServer } from "../server.js";
import { Command, command } from "./command.js";

const folder = temporaryFolder();

test("--socket, also with --text and from the environment", async () => {
  const path = join(folder, "socket");
  await startServer({ path });
  const expected = { code: 0, stdout: `${sentence(4)}\n`, stderr: "" };
  expect(await command("--socket", path, "halo").finish()).toEqual(expected);
  expect(await command("--socket", path, "--text", "halo").finish()).toEqual(expected);
  expect(await new Command(["halo"], { env: { HITUNG_SOCKET: path } }).finish()).toEqual(expected);
});

test("no server on a socket: its path, and how to start one", async () => {
  const path = join(folder, "nobody");
  const { code, stderr } = await command("--socket", path, "x").finish();
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `hitung: tidak ada server di soket Unix ${path} (ENOENT). Jalankan dengan: hitung-server --socket ${path}\n`,
  });
});

testWith("openssl", "--tls trusts what --tls-ca says, and nobody else", async () => {
  const tls = new Certificate(folder, "server");
  const { port } = await startServer({ tls });
  const certificate = tls.certFile;
  const expected = { code: 0, stdout: `${sentence(4)}\n`, stderr: "" };
  expect(await command("--port", port, "--tls-ca", certificate, "halo").finish()).toEqual(expected);
  expect(await command("--port", port, "--tls-ca", certificate, "--text", "halo").finish()).toEqual(expected);
  const env = { HITUNG_TLS: "1", HITUNG_TLS_CA: certificate, HITUNG_PORT: String(port) };
  expect(await new Command(["halo"], { env }).finish()).toEqual(expected);
  const plain = new Command(["--port", String(port), "--tls-ca", certificate, "halo"], {
    env: { HITUNG_TLS: "0" },
  });
  expect(await plain.finish()).toEqual(expected);

  const { code, stdout, stderr } = await command("--port", port, "--tls", "--lang", "en", "halo").finish();
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(
    /^hitung: the certificate of the server on 127\.0\.0\.1 port \d+ is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)\. Give the certificate of its authority with --tls-ca\.\n$/,
  );
});

testWith("openssl", "--wait waits for no certificate that will not be trusted", async () => {
  const { port } = await startServer({ tls: new Certificate(folder, "other") });
  const { code, stderr } = await command("--port", port, "--tls", "--wait", "halo").finish();
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining("DEPTH_ZERO_SELF_SIGNED_CERT"),
  });
});

test("a server with TLS, spoken to without, where it answers with an alert", async () => {
  // Fatal, protocol_version (RFC 8446, section 6).
  const alert = Buffer.from("15030300020246", "hex");
  const port = await startFakeServer((socket) => socket.once("data", () => socket.end(alert)));
  for (const mode of [[], ["--text"]]) {
    const { code, stdout, stderr } = await command("--port", port, ...mode, "halo").finish();
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(
      /^hitung: server di .* tidak memakai protokol hitung: .* Untuk server TLS, pakai --tls\.\n$/,
    );
    expect(stderr).not.toContain("--text");
  }
});

test("a server without TLS behind --tls", async () => {
  const { port } = await startServer();
  const { code, stderr } = await command("--port", port, "--tls", "x").finish();
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^hitung: server di 127\.0\.0\.1 port \d+ tidak memakai TLS, .*--tls \(HITUNG_TLS\)\.\n$/,
  );
});

test("a CA file that cannot be read, or holds no certificate", async () => {
  const empty = join(folder, "empty.pem");
  writeFileSync(empty, "nothing");
  const broken = join(folder, "broken.pem");
  writeFileSync(broken, "-----BEGIN CERTIFICATE-----\nbm90aGluZw==\n-----END CERTIFICATE-----\n");
  for (const [path, problem] of [
    [join(folder, "none"), "Berkas tidak dapat dibaca (ENOENT)."],
    [empty, "Tidak ada sertifikat PEM di dalamnya."],
    [broken, "Tidak ada sertifikat PEM di dalamnya."],
  ] as const) {
    const { code, stderr } = await command("--tls-ca", path, "x").finish();
    expect({ code, line: stderr.split("\n")[0] }).toEqual({
      code: 2,
      line: `hitung: nilai '${path}' untuk opsi --tls-ca <file> tidak sah. ${problem}`,
    });
  }
});
