import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { Deployment } from "kubernetes-models/apps/v1/Deployment";
import { HorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import { Service } from "kubernetes-models/v1/Service";
import { parseAllDocuments } from "yaml";

const MANIFEST = fileURLToPath(new URL("../kubernetes/hitung.yaml", import.meta.url));

/** Models that are generated from the schemas which Kubernetes publishes with its API. */
const MODELS = { Deployment, HorizontalPodAutoscaler, PodDisruptionBudget, Service };

type Kind = keyof typeof MODELS;

const documents = parseAllDocuments(readFileSync(MANIFEST, "utf8")).map(
  (document) => document.toJS() as { apiVersion: string; kind: Kind },
);

/** Has all that is read of an object noted, and of those in it. */
function watch<T extends object>(target: T, path: string, seen: Set<string>): T {
  return new Proxy(target, {
    get(object, name) {
      const value = Reflect.get(object, name);
      if (typeof name === "symbol") return value;
      const inner = Array.isArray(object) ? `${path}[${name}]` : `${path}.${name}`;
      seen.add(inner);
      return typeof value === "object" && value !== null ? watch(value, inner, seen) : value;
    },
  });
}

/** The paths of all fields. */
function pathsOf(value: unknown, path: string): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`;
    return [at, ...pathsOf(inner, at)];
  });
}

/** What is wrong with an object: what breaks the schema, and fields that the schema does not know, as it never asks for them. */
function problemsOf(object: { apiVersion: string; kind: Kind }): string[] {
  const seen = new Set<string>();
  const model = MODELS[object.kind];
  const problems: string[] = [];
  if (model.apiVersion !== object.apiVersion)
    problems.push(`${object.apiVersion} is not ${model.apiVersion}`);
  try {
    (model as unknown as { prototype: { validate(): void } }).prototype.validate.call(
      watch(object, object.kind, seen),
    );
  } catch (error) {
    problems.push(String(error));
  }
  return [...problems, ...pathsOf(object, object.kind).filter((path) => !seen.has(path))];
}

test.each(documents.map((document) => [document.kind, document] as const))(
  "the %s is valid, and has no unknown field",
  (_, document) => {
    expect(problemsOf(document)).toEqual([]);
  },
);

test("what is not valid is found", () => {
  const text = readFileSync(MANIFEST, "utf8")
    .replace("terminationGracePeriodSeconds: 30", "terminationGracePeriodSeconds: soon")
    .replace("readOnlyRootFilesystem", "readOnlyRootFileSystem");
  const [broken] = parseAllDocuments(text);
  const problems = problemsOf(broken?.toJS());
  expect(problems.join("\n")).toContain("terminationGracePeriodSeconds must be integer");
  expect(problems).toContain(
    "Deployment.spec.template.spec.containers[0].securityContext.readOnlyRootFileSystem",
  );
});

test("the grace period is longer than preStop and the drain together", () => {
  const deployment = documents.find(({ kind }) => kind === "Deployment") as unknown as {
    spec: {
      template: {
        spec: {
          terminationGracePeriodSeconds: number;
          containers: {
            env: { name: string; value: string }[];
            lifecycle: { preStop: { sleep: { seconds: number } } };
          }[];
        };
      };
    };
  };
  const { terminationGracePeriodSeconds, containers } = deployment.spec.template.spec;
  const [{ env, lifecycle } = { env: [], lifecycle: undefined }] = containers;
  const drain = Number(env.find(({ name }) => name === "HITUNG_DRAIN_TIMEOUT")?.value);
  expect(terminationGracePeriodSeconds).toBeGreaterThan(drain + (lifecycle?.preStop.sleep.seconds ?? 0));
});
