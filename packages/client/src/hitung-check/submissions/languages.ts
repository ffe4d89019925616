import { basename, dirname, join } from "node:path";
import type { Role } from "../job.js";

/** A language in which submissions are written. */
export interface Language {
  readonly suffixes: readonly string[];
  /** What a server calls, and what a client calls. */
  readonly calls: Readonly<Record<Role, RegExp>>;
  /** What is a comment in it. */
  readonly comments: RegExp;
  /** What sends a datagram, which servers do as well. */
  readonly datagrams: RegExp;
  /** Compiles a program into a folder, if that is needed. */
  compile?(source: string, output: string, siblings: readonly string[]): readonly string[];
  /** What starts a program. */
  run(source: string, output: string, text: string): readonly string[];
}

const SLASHES = /\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g;

export const LANGUAGES: readonly Language[] = [
  {
    suffixes: [".py"],
    calls: {
      server: /\.(bind|listen|accept)\s*\(|\bsocketserver\b|\bstart_server\s*\(|\bcreate_server\s*\(/,
      client: /(?<!sqlite3)\.connect(_ex)?\s*\(|\bcreate_connection\s*\(|\bopen_connection\s*\(/,
    },
    comments: /#.*|"""[\s\S]*?"""|'''[\s\S]*?'''/g,
    datagrams: /\.sendto\s*\(/,
    run: (source) => ["python3", source],
  },
  {
    suffixes: [".js", ".mjs", ".cjs"],
    calls: {
      server: /\bcreateServer\s*\(|\.(listen|bind)\s*\(|\bnew\s+(net\.)?Server\s*\(/,
      client: /\bnet\.connect\s*\(|\bcreateConnection\s*\(|\bnew\s+(net\.)?Socket\s*\(|(?<!\w)connect\s*\(/,
    },
    comments: SLASHES,
    datagrams: /\bcreateSocket\s*\(/,
    run: (source) => ["node", source],
  },
  {
    suffixes: [".java"],
    calls: {
      server: /\bServerSocket(Channel)?\b|\bnew\s+DatagramSocket\s*\(\s*\w/,
      client: /\bnew\s+Socket\s*\(|\bSocketChannel\b|\.connect\s*\(/,
    },
    comments: SLASHES,
    datagrams: /\bDatagramSocket\b/,
    compile: (_, output, siblings) => ["javac", "-proc:none", "-d", output, ...siblings],
    run(source, output, text) {
      const [, packageName] = /^\s*package\s+([\w.]+)\s*;/m.exec(text) ?? [];
      const [, className = basename(source, ".java")] =
        /\bclass\s+(\w+)(?=[\s\S]*?\bstatic\s+(?:public\s+)?void\s+main\b)/.exec(text) ?? [];
      const name = packageName === undefined ? className : `${packageName}.${className}`;
      // A small heap, and the quick compiler: it is started often.
      return ["java", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", output, name];
    },
  },
  {
    suffixes: [".c"],
    calls: { server: /\b(bind|listen|accept)\s*\(/, client: /\bconnect\s*\(/ },
    comments: SLASHES,
    datagrams: /\bsendto\s*\(/,
    compile: (source, output) => ["cc", "-o", join(output, "program"), source, "-lpthread", "-lm"],
    run: (_, output) => [join(output, "program")],
  },
  {
    suffixes: [".go"],
    calls: { server: /\bnet\.Listen\w*\s*\(/, client: /\bnet\.Dial\w*\s*\(/ },
    comments: SLASHES,
    datagrams: /\.WriteTo\w*\s*\(/,
    compile: (source, output) => [
      ...["env", `GOCACHE=${join(dirname(output), "go")}`, "GO111MODULE=off", "CGO_ENABLED=0", "GOFLAGS="],
      ...["go", "build", "-o", join(output, "program"), source],
    ],
    run: (_, output) => [join(output, "program")],
  },
];

/** What a program does, by what it calls. */
export function rolesOf({ calls, comments, datagrams }: Language, text: string): Role[] {
  const code = text.replace(comments, " ");
  const roles = (["server", "client"] as const).filter((role) => calls[role].test(code));
  return roles.length === 0 && datagrams.test(code) ? ["client"] : roles;
}
