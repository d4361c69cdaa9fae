import { trials } from "../trials";
import { fuzz } from "./fuzz";

describe("whole stacks, changed at random", () => {
  it("never stop the pack, and lose no finding that the change has nothing to do with", async () => {
    await fuzz(trials(250).numRuns, 1);
  });
});
