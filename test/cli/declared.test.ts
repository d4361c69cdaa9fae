import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { declaredResult } from "../../cli/program/declared";
import { isNotKnown } from "../../cli/program/not-known";
import { unknown } from "../../cli/properties";

const TYPINGS = `export interface GetThingArgs {
    readonly asked: string;
}
export interface GetThingResult {
    /** Its address. */
    readonly address: string;
    readonly zones: string[];
    readonly disks: outputs.GetThingDisk[];
    readonly limits: outputs.GetThingLimits;
    readonly tags: {
        [key: string]: string;
    };
    readonly size: number;
    readonly perhaps?: string;
    notes: string;
}
export interface Other {
    readonly other: string;
}
`;

describe("what the typings of a function declare of its result", () => {
  const program = mkdtempSync(join(tmpdir(), "network-guard-"));
  before(() => {
    const sdk = join(program, "node_modules/@pulumi/own");
    for (const folder of ["", "ec2"]) {
      mkdirSync(join(sdk, folder), { recursive: true });
      writeFileSync(join(sdk, folder, "getThing.d.ts"), TYPINGS);
    }
    writeFileSync(join(sdk, "package.json"), "{}");
    writeFileSync(join(sdk, "getNothing.d.ts"), "export declare function getNothing(): void;\n");
  });
  const declared = (token: string, args = {}) => declaredResult(token, args, program);

  it("is there by name, and nothing of it known", () => {
    for (const token of ["own:ec2/getThing:getThing", "own:index/getThing:getThing"]) {
      const { address, zones, ...rest } = declared(token) ?? {};
      assert.ok(isNotKnown(address));
      assert.ok(Array.isArray(zones) && zones.length === 3 && zones.every(isNotKnown));
      assert.equal(new Set(zones).size, 3);
      assert.deepEqual(rest, { disks: [], limits: {}, tags: {}, size: unknown });
    }
  });

  it("is another text for another question", () => {
    const token = "own:ec2/getThing:getThing";
    assert.equal(declared(token)?.address, declared(token)?.address);
    assert.notEqual(declared(token)?.address, declared(token, { name: "a" })?.address);
    assert.notEqual(declared(token)?.address, declared("own:index/getThing:getThing")?.address);
  });

  it("is nothing without typings", () => {
    for (const token of [
      "own:ec2/getOther:getOther",
      "own:rds/getThing:getThing",
      "other:ec2/getThing:getThing",
      "own:index/getNothing:getNothing",
      "own",
    ])
      assert.equal(declared(token), undefined, token);
  });
});
