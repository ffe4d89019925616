import { long } from "../../jest.base.js";

// forceExit: see jest.config.js.
export default { ...long, testTimeout: 120_000, forceExit: true };
