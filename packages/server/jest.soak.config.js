import { long } from "../../jest.base.js";

export default { ...long, testMatch: ["<rootDir>/test/**/*.soak.ts"] };
