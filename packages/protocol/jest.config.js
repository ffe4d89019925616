import { base } from "../../jest.base.js";

export default {
  ...base,
  coverageThreshold: { global: { lines: 95 } },
};
