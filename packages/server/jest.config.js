import { base } from "../../jest.base.js";

export default {
  ...base,
  coverageThreshold: { global: { lines: 95 } },
  // After tests with thousands of sockets Node 20 may stay in its own clean-up at the exit (`CleanupHandles`) for ever.
  forceExit: true,
};
