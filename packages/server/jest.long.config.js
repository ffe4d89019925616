import { long } from "../../jest.base.js";

export default { ...long, testTimeout: 120_000 };
