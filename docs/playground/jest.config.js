import { base } from "../../jest.base.js";

export default {
  ...base,
  rootDir: import.meta.dirname,
  // What a person sees is tested in a browser, where coverage does not look.
  collectCoverageFrom: ["src/machine/*.ts"],
};
