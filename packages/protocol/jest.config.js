import { base } from "../../jest.base.js";

export default {
  ...base,
  testPathIgnorePatterns: ["/node_modules/", "\\.long\\.test\\.ts$"],
  coverageThreshold: { global: { lines: 95 } },
};
