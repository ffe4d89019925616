import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Certificate, temporaryFolder } from "../../../../testing/certificates.js";
import { testWith } from "../../../../testing/processes.js";
import { connect } from "../../src/index.js";
import { startServer } from "../server.js";

const folder = temporaryFolder();

/** The real server with a certificate of its own. */
async function startTls(): Promise<{ port: number; tls: Certificate; ca: Buffer }> {
  const tls = new Certificate(folder, "server");
  const { port } = await startServer({ tls });
  return { port, tls, ca: tls.cert };
}

describe("TLS", () => {
  testWith("openssl", "counts, from one character to a megabyte, and connects anew", async () => {
    const tls = new Certificate(folder, "first");
    const server = await startServer({ tls });
    const { port } = server;
    await using client = await connect({ port, tls: { ca: tls.cert } });
    expect(await client.count("Handy Arfiano Hastyawan")).toBe(23);
    const sizes = Array.from({ length: 5000 }, (_, i) => (i % 500 === 0 ? 1_000_000 : i % 50));
    expect(await Promise.all(sizes.map((size) => client.count("x".repeat(size))))).toEqual(sizes);
    await server.close();
    await startServer({ tls, port });
    expect(await client.count("h\u00e9")).toBe(2);
  });

  testWith("openssl", "the host's name is what the certificate must have", async () => {
    const { port, ca } = await startTls();
    await using client = await connect({ host: "localhost", port, tls: { ca } });
    expect(await client.count("ab")).toBe(2);
  });

  testWith("openssl", "a certificate that nobody vouches for", async () => {
    const { port } = await startTls();
    await expect(connect({ host: "localhost", port, tls: true })).rejects.toMatchObject({
      name: "ConnectionError",
      code: "DEPTH_ZERO_SELF_SIGNED_CERT",
      // Node 24 says more behind it.
      message: expect.stringContaining(
        `localhost port ${port}: DEPTH_ZERO_SELF_SIGNED_CERT, self-signed certificate`,
      ),
      cause: { code: "DEPTH_ZERO_SELF_SIGNED_CERT" },
    });
  });

  testWith("openssl", "a certificate for another name", async () => {
    const { port, ca } = await startTls();
    await expect(connect({ port, tls: { ca, servername: "example.com" } })).rejects.toMatchObject({
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
      message: expect.stringContaining("example.com"),
    });
  });

  test("a server that does not speak it", async () => {
    const { port } = await startServer();
    await expect(connect({ port, tls: true })).rejects.toMatchObject({
      name: "ConnectionError",
      code: expect.stringMatching(/SSL|EPROTO|ECONNRESET/),
      port,
    });
  });
});

describe("a Unix socket", () => {
  test("counts", async () => {
    const path = join(folder, "hitung.sock");
    await startServer({ path });
    await using client = await connect({ path });
    expect(await client.count("Handy Arfiano Hastyawan")).toBe(23);
  });

  test("that is not there", async () => {
    const path = join(folder, "none.sock");
    await expect(connect({ path })).rejects.toMatchObject({
      code: "ENOENT",
      host: path,
      port: 0,
      message: `${path}: ENOENT`,
    });
  });
});
