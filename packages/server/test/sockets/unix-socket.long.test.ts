import { testWith } from "../../../../testing/processes.js";
import { race, raceWithKills } from "./races.js";

testWith("python3", "eight processes start at once on a socket that was left behind, 500 times", () =>
  race(8, 500),
);

testWith("python3", "one of five processes is killed while they start at once, 200 times", () =>
  raceWithKills(4, 200),
);
