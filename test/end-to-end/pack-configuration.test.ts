import assert from "node:assert/strict";
import { fixture, jsonFile, run } from "../cli/run";
import { type Compiled, compile } from "./compiled";

describe("the pack that index.ts starts", () => {
  let pack: Compiled;

  before(() => {
    pack = compile();
  });

  const check = (allowedCidrs: readonly string[]) =>
    run(
      ...["check", fixture("clean"), "--policy-pack", pack.folder],
      ...["--policy-pack-config", jsonFile({ "no-public-ssh-rdp": { allowedCidrs } })],
    );

  it("refuses options that only its policies understand to be wrong", async () => {
    const { code, err } = await check(["10.0.0.0/33"]);
    assert.equal(code, 2);
    assert.match(err, /^error: .*\.json: no-public-ssh-rdp: "allowedCidrs\.0" must be a CIDR block .*\n$/);
  });

  it("takes right ones", async () => {
    const { code, out } = await check(["10.0.0.0/8"]);
    assert.deepEqual([code, out], [0, ""]);
  });
});
