import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect } from "@jest/globals";
import { whenTestEnds } from "../../testing/cleanup.js";
import { frame } from "../../testing/frames.js";
import { Peer } from "../../testing/peer.js";
import { isInstalled, Process } from "../../testing/processes.js";
import { sentence } from "../../testing/sentences.js";
import { testHere } from "./here.js";

const pathOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const IMAGE = "localhost/hitung-server";
const NODE_IMAGE = "localhost/node-of-this-machine";

const folder = mkdtempSync(join(tmpdir(), "hitung-"));

/** The tests have images and containers of their own, apart from those of whoever runs them. */
const ENVIRONMENT = {
  CONTAINERS_CONF: join(folder, "containers.conf"),
  CONTAINERS_STORAGE_CONF: join(folder, "storage.conf"),
};

/** Without a limit of its own a container asks for more descriptors than some machines let it have. */
const LIMITS = '[containers]\ndefault_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]\n';

const STORAGE = `[storage]
driver = "overlay"
graphroot = "${join(folder, "images")}"
runroot = "${join(folder, "run")}"
`;

function run(command: string, args: readonly string[], env = {}): string {
  const options = { env: { ...process.env, ...ENVIRONMENT, ...env } };
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${error ?? `${stdout}${stderr}`}`);
  return stdout.toString();
}

function podman(...args: string[]): string {
  return run("podman", args);
}

/** An image with what collect.sh needs: Node and a few commands, as they stand on this machine, so that none is downloaded. */
function importNodeImage(): void {
  const root = join(folder, "node");
  const copy = (from: string, to: string) => {
    mkdirSync(join(root, dirname(to)), { recursive: true });
    copyFileSync(from, join(root, to));
  };
  for (const command of ["sh", "bash", "ldd", "sed", "cp", "mkdir", "dirname", "node"]) {
    const file = command === "node" ? process.execPath : run("sh", ["-c", `command -v ${command}`]).trim();
    copy(file, `usr/bin/${command}`);
    const { stdout } = spawnSync("ldd", [file]);
    for (const [library] of stdout.toString().matchAll(/\/\S+(?= \(0x)/g)) copy(library, library);
  }
  for (const shell of ["sh", "bash"]) copy(join(root, "usr/bin", shell), `bin/${shell}`);
  run("tar", ["-C", root, "-cf", join(folder, "node.tar"), "."]);
  podman("import", join(folder, "node.tar"), NODE_IMAGE);
}

/** Why no image can be built here, if that is so. */
let problem = "podman builds no images here";

beforeAll(() => {
  if (process.getuid?.() !== 0 || !isInstalled("podman")) return;
  writeFileSync(ENVIRONMENT.CONTAINERS_CONF, LIMITS);
  writeFileSync(ENVIRONMENT.CONTAINERS_STORAGE_CONF, STORAGE);
  const flags = "--isolation=chroot";
  try {
    importNodeImage();
    // What any build does; whether it can be done is not the fault of ours.
    writeFileSync(join(folder, "Containerfile"), `FROM ${NODE_IMAGE}\nRUN ["sh", "-c", "mkdir /x"]\n`);
    podman("build", flags, "--file", join(folder, "Containerfile"), folder);
    podman("run", "--rm", "--network", "none", NODE_IMAGE, "/usr/bin/node", "--version");
    problem = "";
  } catch (error) {
    problem = String(error);
    return;
  }
  run(pathOf("deploy/container/build.sh"), [IMAGE], { NODE_IMAGE, BUILD_FLAGS: flags });
}, 300_000);

afterAll(() => {
  spawnSync("podman", ["rmi", "--all", "--force"], { env: { ...process.env, ...ENVIRONMENT } });
  // Podman leaves it mounted.
  spawnSync("umount", ["--lazy", join(folder, "images/overlay")]);
  rmSync(folder, { recursive: true });
});

function containerTest(name: string, check: () => Promise<void>): void {
  testHere(["podman", "nsenter"], () => problem, name, check);
}

containerTest(
  "the image serves 1,000 connections read-only, in 64 MB, without any capability, and ends with 0",
  async () => {
    const server = new Process("env", [
      ...Object.entries(ENVIRONMENT).map(([variable, value]) => `${variable}=${value}`),
      "podman",
      ...["run", "--rm", "--read-only", "--memory", "64m", "--cap-drop", "all", "--network", "host"],
      ...["--ulimit", "nofile=4096:4096", "--ulimit", "nproc=4096:4096"],
      ...[IMAGE, "--host", "127.0.0.1", "--port", "0", "--metrics-host", "127.0.0.1", "--metrics-port", "0"],
    ]);
    let port = 0;
    for await (const line of createInterface(server.child.stdout)) {
      if (JSON.parse(line).event !== "listening") continue;
      port = JSON.parse(line).port;
      break;
    }
    const peers = await Promise.all(Array.from({ length: 1000 }, () => Peer.connect(port)));
    whenTestEnds(() => Promise.all(peers.map((peer) => peer.close())));
    for (let round = 1; round <= 3; round++) {
      for (const [i, peer] of peers.entries()) peer.send(frame(0xf9, 1, "\u00e9".repeat(i)));
      for (const [i, peer] of peers.entries()) expect((await peer.read(14)).readUInt32BE(10)).toBe(i);
    }
    // What it was told by the engine, as by Kubernetes.
    const exited = new Promise<number | null>((resolve) => server.child.once("exit", resolve));
    server.child.kill("SIGTERM");
    for (const peer of peers) expect([...(await peer.rest()).subarray(0, 2)]).toEqual([0xfb, 19]);
    expect(await exited).toBe(0);
  },
);

containerTest(
  "the Deployment runs as Kubernetes would have it, and ends within its grace period",
  async () => {
    const manifest = join(folder, "hitung.yaml");
    const [deployment = ""] = readFileSync(pathOf("deploy/kubernetes/hitung.yaml"), "utf8").split("\n---\n");
    // Nothing of it is to be reached from outside of its own network.
    const alone = deployment.replace(/ +ports:\n( +- .*\n)+/, "").replaceAll("port: metrics", "port: 9464");
    writeFileSync(manifest, `${alone}\n`);
    podman("kube", "play", "--network", "none", manifest);
    whenTestEnds(() => podman("kube", "down", manifest));
    const container = "hitung-pod-0-hitung";
    const inspect = (format: string) => podman("inspect", "--format", format, container).trim();
    expect(inspect("{{.HostConfig.ReadonlyRootfs}} {{.Config.User}} {{.EffectiveCaps}}")).toBe(
      "true 65532:65532 []",
    );
    const ask = `
    const { connect } = require("node:net");
    const ask = () => {
      const socket = connect(12345, "127.0.0.1", () => socket.end("halo"));
      socket.on("data", (data) => process.stdout.write(data)).on("error", () => setTimeout(ask, 100));
    };
    ask();`;
    const inside = ["--target", inspect("{{.State.Pid}}"), "--net", process.execPath, "-e", ask];
    expect(run("nsenter", inside)).toBe(sentence(4));
    podman("stop", "--time", "30", container);
    expect(inspect("{{.State.ExitCode}}")).toBe("0");
  },
);
