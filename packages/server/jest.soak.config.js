import { long } from "../../jest.base.js";

// Whoever waits for the verdict of half an hour does not wait for connections that are still closing.
export default { ...long, testMatch: ["<rootDir>/test/**/*.soak.ts"], forceExit: true };
