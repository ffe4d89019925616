import { testLarge } from "./large.js";

testLarge(1000);
