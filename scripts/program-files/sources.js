/**
 * What these modules of TypeScript export, of which the build makes nothing that could be imported.
 * @param {(options: object) => Promise<{ outputFiles: { text: string }[] }>} build that of esbuild
 * @param {string[]} paths from its folder
 */
export async function importSources(build, ...paths) {
  const contents = paths.map((path) => `export * from "${path}";`).join("\n");
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: "." },
    bundle: true,
    platform: "node",
    format: "esm",
    write: false,
  });
  const [{ text }] = outputFiles;
  return await import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`);
}
