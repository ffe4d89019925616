import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "@jest/globals";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A folder that ends with the tests of this file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "hitung-"));
  folders.push(folder);
  return folder;
}

/** A certificate that its own key has signed, for localhost and 127.0.0.1, made by OpenSSL in this folder. */
export class Certificate {
  readonly certFile: string;
  readonly keyFile: string;

  constructor(folder: string, name: string) {
    this.certFile = join(folder, `${name}.pem`);
    this.keyFile = join(folder, `${name}.key`);
    const { status, stderr } = spawnSync("openssl", [
      ...[
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
      ],
      ...["-subj", `/CN=${name}`, "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
      ...["-keyout", this.keyFile, "-out", this.certFile],
    ]);
    if (status !== 0) throw new Error(`openssl: ${stderr}`);
  }

  get cert(): Buffer {
    return readFileSync(this.certFile);
  }

  get key(): Buffer {
    return readFileSync(this.keyFile);
  }
}
