import { testLarge } from "./large.js";

testLarge(250);
