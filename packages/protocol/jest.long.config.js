import { base } from "../../jest.base.js";

export default {
  ...base,
  testMatch: ["<rootDir>/test/**/*.long.test.ts"],
  testTimeout: 120_000,
  collectCoverage: false,
};
