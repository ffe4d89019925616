import { once } from "node:events";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect, type TLSSocket } from "node:tls";
import { describe, expect, test } from "@jest/globals";
import { Certificate, temporaryFolder } from "../../../testing/certificates.js";
import { COUNT_SIZE, countFrame, frame } from "../../../testing/frames.js";
import { Peer } from "../../../testing/peer.js";
import { startServerProcess, testWith } from "../../../testing/processes.js";
import { sentence } from "../../../testing/sentences.js";
import { pass, stopTime } from "../../../testing/time.js";
import { until } from "../../../testing/until.js";
import { createServer, type DisconnectEvent } from "../src/index.js";
import { start } from "./hitung-server/command.js";
import { connectTo, startServer, untilOthersBlock } from "./servers.js";

const MESSAGE = 0xf9;
const folder = temporaryFolder();

let made: Certificate | undefined;
/** A certificate for the tests that leave it as it is. */
function shared(): Certificate {
  made ??= new Certificate(folder, "shared");
  return made;
}

/** A client that trusts this certificate only. */
async function connectSecurely(
  port: number,
  { cert }: Pick<Certificate, "cert">,
): Promise<Peer & { tls: TLSSocket }> {
  const tls = connect({ host: "127.0.0.1", port, ca: cert });
  await once(tls, "secureConnect");
  return Object.assign(new Peer(tls), { tls });
}

describe("TLS", () => {
  testWith("openssl", "carries both modes, any size, and many messages in turn", async () => {
    const certificate = shared();
    const server = await startServer({ tls: certificate });
    const { port } = server.address;
    const text = await connectSecurely(port, certificate);
    expect(text.tls.authorized).toBe(true);
    expect(await text.ask("Handy Arfiano Hastyawan\n", 47)).toBe(sentence(23, "\n"));
    expect(await text.ask("halo\r\n", 47)).toBe(sentence(4, "\r\n"));

    const frames = await connectSecurely(port, certificate);
    const many = Buffer.concat(new Array(2000).fill(frame(MESSAGE, 1, "Handy Arfiano Hastyawan")));
    const replies = Buffer.concat(new Array(2000).fill(countFrame(23)));
    for (let round = 0; round < 20; round++) {
      frames.send(many);
      expect((await frames.read(replies.length)).equals(replies)).toBe(true);
    }
    frames.send(frame(MESSAGE, 1, Buffer.alloc(3_000_000, "\u00e9")));
    expect(await frames.read(COUNT_SIZE)).toEqual(countFrame(1_500_000));
    await Promise.all([text.close(), frames.close()]);
  });

  testWith("openssl", "does not read from who does not read, and loses nothing", async () => {
    const certificate = shared();
    const server = await startServer({ tls: certificate });
    const peer = await connectSecurely(server.address.port, certificate);
    const messages = 300_000;
    peer.socket.pause();
    peer.send(Buffer.alloc(messages, "\n")).halfClose();
    const honest = await connectSecurely(server.address.port, certificate);
    await untilOthersBlock(server, honest);
    expect(server.statistics.text.counted[1]).toBeLessThan(messages / 2);
    peer.socket.resume();
    const received = await peer.rest();
    expect(received.equals(Buffer.from(sentence(0, "\n").repeat(messages)))).toBe(true);
    await honest.close();
  });

  testWith("openssl", "a client without TLS is closed, and disturbs nobody", async () => {
    const certificate = shared();
    const server = await startServer({ tls: certificate });
    const disconnected = once(server, "disconnect");
    const plain = await connectTo(server);
    plain.send("halo\n");
    await plain.closed;
    const [event] = (await disconnected) as [DisconnectEvent];
    expect(event).toMatchObject({ remoteAddress: "127.0.0.1", mode: undefined, messages: 0 });
    expect(event.systemError).toMatch(/^ERR_SSL_/);
    const peer = await connectSecurely(server.address.port, certificate);
    expect(await peer.ask("halo\n", 46)).toBe(sentence(4, "\n"));
    await peer.close();
  });

  testWith("openssl", "a client that never shakes hands is idle", async () => {
    stopTime();
    const server = await startServer({ tls: shared(), idleTimeout: 100 });
    const peer = await connectTo(server);
    await until(() => server.statistics.open === 1);
    await pass(99);
    expect(server.statistics.open).toBe(1);
    await pass(50);
    expect(await peer.rest()).toHaveLength(0);
  });

  testWith("openssl", "a client too many is told within TLS", async () => {
    const certificate = shared();
    const server = await startServer({ tls: certificate, maxConnections: 1 });
    const only = await connectSecurely(server.address.port, certificate);
    const second = await connectSecurely(server.address.port, certificate);
    second.send(frame(MESSAGE, 1, "abc"));
    expect((await second.rest())[1]).toBe(17);
    await only.close();
  });

  testWith("openssl", "a certificate and a key that do not belong together are refused", async () => {
    const { key } = new Certificate(folder, "other");
    expect(() => createServer({ tls: { cert: shared().cert, key } })).toThrow(/key values mismatch/);
  });
});

describe("--tls-cert and --tls-key", () => {
  testWith("openssl", "are read again at SIGHUP, for clients that come from then on", async () => {
    const [old, next] = [new Certificate(folder, "old"), new Certificate(folder, "next")];
    const server = await startServerProcess("--tls-cert", old.certFile, "--tls-key", old.keyFile);
    const before = await connectSecurely(server.port, old);
    copyFileSync(next.keyFile, old.keyFile);
    copyFileSync(next.certFile, old.certFile);
    const logged = once(server.child.stdout, "data");
    server.child.kill("SIGHUP");
    expect(String(await logged)).toContain("Sertifikat TLS dibaca ulang.");
    const after = await connectSecurely(server.port, next);
    expect(after.tls.getPeerCertificate().subject.CN).toBe("next");
    expect(await before.ask("halo\n", 46)).toBe(sentence(4, "\n"));
    await Promise.all([before.close(), after.close()]);
  });

  testWith("openssl", "stay in use where the new ones are broken, and that is told", async () => {
    const certificate = new Certificate(folder, "stays");
    const good = { cert: certificate.cert };
    const { certFile, keyFile } = certificate;
    const server = start("--port", "0", "--tls-cert", certFile, "--tls-key", keyFile, "--lang", "en");
    await server.printed("listens on");
    writeFileSync(certFile, "broken");
    server.signals.emit("SIGHUP");
    await server.printed(". The old certificate stays in use.");
    expect(server.log.at(-1)).toMatchObject({ level: 50, err: { type: "Error" } });
    const peer = await connectSecurely(server.port, good);
    await peer.close();
  });

  test("a file that is not there is told", async () => {
    const missing = join(folder, "missing.pem");
    const server = start("--port", "0", "--tls-cert", missing, "--tls-key", missing, "--lang", "en");
    expect(await server.exitCode).toBe(1);
    expect(server.stderr).toMatch(
      /^hitung-server: Certificate .*missing\.pem and key .* cannot be used: ENOENT \(.*missing\.pem\)\n$/,
    );
  });
});
