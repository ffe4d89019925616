// Which folder may import from which. `pnpm check:boundaries` holds the imports against it (dependency-cruiser).

const SRC = "^packages/[^/]+/src/";

/** A rule that no import breaks. `from` and `to` are regular expressions of paths, or all that dependency-cruiser knows. */
function forbid(name, comment, from, to) {
  const matcher = (place) => (typeof place === "string" ? { path: place } : place);
  return { name, comment, severity: "error", from: matcher(from), to: matcher(to) };
}

export default {
  forbidden: [
    forbid(
      "no-circle",
      "Files that import each other cannot be understood one by one.",
      {},
      { circular: true },
    ),
    {
      ...forbid("no-folder-circle", "An arrow between folders does not run back.", SRC, { circular: true }),
      scope: "folder",
    },
    forbid(
      "own-package-only",
      "A package, its tests and benchmarks reach another package by its name, and never its files.",
      "^packages/([^/]+)/",
      {
        path: "^packages/",
        pathNot: [
          "^packages/$1/",
          "^packages/[^/]+/dist/index\\.(js|d\\.ts)$",
          // The vectors are public, as "@hitung/protocol/vectors/frames.json".
          "^packages/protocol/vectors/[^/]+\\.json$",
        ],
      },
    ),
    forbid(
      "testing-is-independent",
      "What tests expect does not come from the code that they test.",
      "^testing/",
      "^packages/",
    ),
    forbid(
      "protocol-is-pure",
      "The protocol does no I/O, depends on nothing, and runs in a browser.",
      "^packages/protocol/src/",
      {
        dependencyTypesNot: ["local"],
      },
    ),
    forbid(
      "protocol-layers",
      "Counting, frames and text do not know who answers with them.",
      "^packages/protocol/src/(counting|frames|text)/",
      "^packages/protocol/src/(responder/|index)",
    ),
    forbid(
      "server-library",
      "The library of the server knows no program.",
      { path: "^packages/server/src/", pathNot: "/hitung-server/" },
      "^packages/server/src/hitung-server/",
    ),
    forbid(
      "server-sockets",
      "What concerns a socket alone does not know the server.",
      "^packages/server/src/sockets/",
      { path: "^packages/server/src/", pathNot: "/sockets/" },
    ),
    forbid(
      "client-library",
      "The library of the client knows no command line.",
      "^packages/client/src/(library/|index)",
      "^packages/client/src/(command-line|hitung)",
    ),
    forbid(
      "client-command-line",
      "What the programs share knows none of them, and no server.",
      "^packages/client/src/command-line/",
      { path: "^packages/client/src/", pathNot: "/command-line/" },
    ),
    forbid(
      "client-programs",
      "A program does not import from another one.",
      "^packages/client/src/(hitung[^/]*)/",
      { path: "^packages/client/src/hitung", pathNot: "^packages/client/src/$1/" },
    ),
    forbid(
      "playground-machine",
      "What the page computes does not know how it is shown.",
      "^docs/playground/src/machine/",
      { pathNot: ["^docs/playground/src/machine/", "^packages/protocol/dist/index\\.(js|d\\.ts)$"] },
    ),
    forbid(
      "playground-in-a-browser",
      "The page has nothing of Node, and reaches the protocol by its name.",
      "^docs/playground/src/",
      { pathNot: ["^docs/playground/src/", "^packages/protocol/dist/index\\.(js|d\\.ts)$", "/preact/"] },
    ),
  ],
  options: {
    // Types are imports, too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    doNotFollow: { path: ["node_modules", "/dist/"] },
    exclude: { path: ["/coverage/", "/assembly/", "\\.generated\\."] },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js"],
      exportsFields: ["exports"],
      conditionNames: ["import", "default"],
    },
  },
};
