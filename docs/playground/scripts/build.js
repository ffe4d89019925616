// Makes dist/index.html: the whole page in one file, which asks nobody for anything.
//
//   node docs/playground/scripts/build.js    after the packages are built

import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
import { build } from "esbuild";
import { KERNEL_BASE64, unicodeVersion } from "../../../packages/protocol/dist/counting/kernel.generated.js";
import { licencesOf } from "../../../scripts/shared/licences.js";
import { nameTable } from "./names.js";

/** What the page may weigh, in bytes. */
const MAX_SIZE = 150_000;

const root = fileURLToPath(new URL("..", import.meta.url));
// The licences are found by paths from the folder of the workspace.
process.chdir(fileURLToPath(new URL("../../..", import.meta.url)));

/** The kernel that counts takes a third of the room if the page inflates it. */
const inflatedKernel = {
  name: "inflated-kernel",
  setup({ onLoad }) {
    const deflated = deflateRawSync(Buffer.from(KERNEL_BASE64, "base64"), { level: 9 }).toString("base64");
    onLoad({ filter: /kernel\.generated\.js$/ }, () => ({
      resolveDir: root,
      contents: `import { inflate } from "./src/machine/inflate.js";
        export const unicodeVersion = "${unicodeVersion}";
        const bytes = await inflate("${deflated}");
        export const KERNEL_BASE64 = btoa(String.fromCharCode(...bytes));`,
    }));
  },
};

/** A bundle of a source file and all that it imports, and the licences of what is not ours. */
async function bundle(entry, options) {
  const { outputFiles, metafile } = await build({
    entryPoints: [`${root}src/view/${entry}`],
    metafile: true,
    bundle: true,
    minify: true,
    write: false,
    charset: "utf8",
    legalComments: "none",
    target: ["chrome115", "firefox115", "safari16.4"],
    ...options,
  });
  return { text: outputFiles[0].text.trim(), licences: licencesOf(metafile) };
}

const { text: script, licences } = await bundle("main.tsx", {
  format: "esm",
  jsx: "automatic",
  jsxImportSource: "preact",
  plugins: [inflatedKernel],
  define: { NAMES: JSON.stringify(await nameTable()) },
});
const { text: style } = await bundle("style.css", {});

// The browser itself then refuses every request, and every script but this one.
const policy = [
  "default-src 'none'",
  `script-src '${hashOf(script)}' 'wasm-unsafe-eval'`,
  `style-src '${hashOf(style)}'`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="icon" href="data:,">
<title>hitung</title>
<style>${style}</style>
</head>
<body>
<div id="page"><noscript>This page counts in your browser, with JavaScript. Halaman ini menghitung di peramban Anda, dengan JavaScript.</noscript></div>
<script type="module">${script}</script>
</body>
<!--
The names of characters: Unicode Character Database ${unicodeVersion}, Unicode License v3, https://www.unicode.org/license.txt

${licences.trim()}
-->
</html>
`;
const size = Buffer.byteLength(page);
if (size > MAX_SIZE) throw new Error(`the page has ${size} bytes, more than ${MAX_SIZE}`);
if (script.includes("</script")) throw new Error("the script would end the element that it stands in");
await mkdir(`${root}dist`, { recursive: true });
await writeFile(`${root}dist/index.html`, page);

function hashOf(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
