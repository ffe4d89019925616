import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { parse } from "yaml";
import { temporaryFolder } from "../../testing/certificates.js";
import { Peer } from "../../testing/peer.js";
import { startServerProcess, testWith } from "../../testing/processes.js";

const FOLDER = fileURLToPath(new URL("../prometheus/", import.meta.url));

function promtool(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync("promtool", args, { cwd: FOLDER });
  return { status, output: `${stdout}${stderr}` };
}

testWith("promtool", "Prometheus takes the rules, and they fire when they should", () => {
  expect(promtool("check", "rules", "alerts.yml")).toMatchObject({ status: 0 });
  const { status, output } = promtool("test", "rules", "alerts.test.yml");
  expect({ status, output }).toMatchObject({ status: 0 });
});

interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets: readonly { readonly expr: string }[];
  }[];
}

const dashboard: Dashboard = JSON.parse(readFileSync(`${FOLDER}dashboard.json`, "utf8"));
const rules = parse(readFileSync(`${FOLDER}alerts.yml`, "utf8")) as {
  groups: { rules: { alert: string; expr: string; annotations: { description: string } }[] }[];
};

const expressions = [
  ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
  ...rules.groups.flatMap((group) => group.rules.map(({ alert, expr }) => [alert, expr] as const)),
];

test("what the dashboard and the alerts ask for is what a server with workers tells", async () => {
  const server = await startServerProcess("--workers", "2", "--metrics-port", "0");
  const peer = await Peer.connect(server.port);
  await peer.ask("a\n", 46);
  await peer.close();
  const page = await (await fetch(`http://127.0.0.1:${server.metricsPort}/metrics`)).text();
  const told = new Map<string, Set<string>>([["up", new Set(["job"])]]);
  for (const [, name = "", labels = ""] of page.matchAll(/^(\w+)(?:\{(.*)\})? /gm)) {
    const names = told.get(name) ?? new Set();
    for (const [, label = ""] of labels.matchAll(/(\w+)="/g)) names.add(label);
    told.set(name, names);
  }
  // Prometheus adds these.
  const known = new Set(["instance", "job", ...[...told.values()].flatMap((labels) => [...labels])]);
  for (const [title, expr] of expressions) {
    const metrics = expr.match(/\b(hitung|process|up)(_\w+)?\b(?=[{[) ]|$)/g) ?? [];
    expect([title, metrics.length]).not.toEqual([title, 0]);
    for (const name of metrics) expect([title, name, told.has(name)]).toEqual([title, name, true]);
    for (const [, by = ""] of expr.matchAll(/by \(([^)]*)\)/g))
      for (const label of by.split(", "))
        expect([title, label, known.has(label)]).toEqual([title, label, true]);
  }
});

testWith("promtool", "each expression of the dashboard is PromQL", () => {
  const record = ({ title, targets }: Dashboard["panels"][number]) =>
    targets.map(({ expr }) => ({
      record: "hitung:panel",
      labels: { title },
      expr: expr.replaceAll("$__rate_interval", "1m").replaceAll("$instance", ".*"),
    }));
  const file = join(temporaryFolder(), "panels.json");
  writeFileSync(
    file,
    JSON.stringify({ groups: [{ name: "panels", rules: dashboard.panels.flatMap(record) }] }),
  );
  const { status, output } = promtool("check", "rules", "--lint=none", file);
  expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining("SUCCESS") });
});

test("each alert names a section of docs/operations.md, or what to look for in the log", () => {
  const page = readFileSync(`${FOLDER}../../docs/operations.md`, "utf8");
  for (const { rules: all } of rules.groups) {
    for (const { annotations } of all) {
      const [, section] = /See "([^"]+)"/.exec(annotations.description) ?? [];
      if (section === undefined) expect(annotations.description).toMatch(/Look for \w+/);
      else expect(page).toContain(`### ${section}\n`);
    }
  }
});
