/** Says at the end of a run which tests were skipped for want of what; `testIf` in processes.ts marks them by name. */
export default class SkippedReporter {
  /** @param {{ testResults: { testResults: { status: string, title: string }[] }[] }} results of the run, by file and test */
  onRunComplete(_contexts, { testResults }) {
    const skipped = testResults
      .flatMap((file) => file.testResults)
      .filter(({ status }) => status === "pending");
    const needs = skipped.flatMap(({ title }) => / \(needs (.*)\)$/.exec(title)?.[1] ?? []);
    for (const need of new Set(needs)) {
      const count = needs.filter((other) => other === need).length;
      const tests = count === 1 ? "1 test needs" : `${count} tests need`;
      process.stderr.write(`Skipped: ${tests} ${need}, which this machine lacks.\n`);
    }
  }
}
