import { long } from "../../jest.base.js";

// forceExit: see jest.config.js.
export default { ...long, testMatch: ["<rootDir>/test/**/*.soak.ts"], forceExit: true };
