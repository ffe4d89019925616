import { long } from "../../jest.base.js";

export default long;
