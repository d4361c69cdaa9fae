import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderOf } from "../examples";
import { type Compiled, check, compile } from "./compiled";
import { describeWithPulumi, Stack } from "./pulumi";

/** A database in the public subnets of another stack, whose exports the test writes beside it. */
const application = `
  const { vpcId, publicSubnetIds } = require("./exports.json");
  const group = new aws.ec2.SecurityGroup("ledger", { vpcId, description: "Ledger" });
  const place = new aws.rds.SubnetGroup("ledger", { subnetIds: publicSubnetIds });
  new aws.rds.Instance("ledger", {
    engine: "postgres", instanceClass: "db.t4g.micro", dbSubnetGroupName: place.name, vpcSecurityGroupIds: [group.id],
  });
`;

const FOUND = "no-database-in-public-subnet";

describeWithPulumi("a stack beside another", () => {
  let pack: Compiled;
  let network: Stack;
  let stack: Stack;
  let state: string;

  before(async () => {
    pack = compile();
    network = await Stack.of({ folder: folderOf("shared-network/network") });
    const { exitCode, stderr } = await network.upSkippingPreview();
    assert.equal(exitCode, 0, stderr);
    const exported = await network.exportState();
    const root = exported.deployment.resources?.find(({ type }) => type === "pulumi:pulumi:Stack");
    stack = await Stack.of({ source: application, files: { "exports.json": JSON.stringify(root?.outputs) } });
    state = join(stack.folder, "network.json");
    writeFileSync(state, JSON.stringify(exported));
  });

  after(() => {
    for (const one of [network, stack]) one?.remove();
  });

  it("is judged in its network by the engine and by network-guard check alike, and nothing is found on that", async () => {
    const config = { "review-exemptions": { contextStacks: [state] } };
    const preview = await stack.preview({ packs: [pack.folder], config });
    const checked = await check(stack.folder, { beside: [state] });
    const told = (findings: readonly { policy: string; urn: string; message: string }[]) =>
      findings.map(({ policy, urn, message }) => `${policy} ${urn} ${message}`).sort();
    assert.deepEqual(told(checked.findings), told(preview.findings), checked.stderr);
    const found = preview.findings.filter(({ policy }) => policy === FOUND);
    assert.deepEqual(
      found.map(({ urn }) => urn.split("::").at(-1)),
      ["ledger"],
    );
    assert.ok(preview.findings.every(({ urn }) => !urn.includes("::network::")));
  });
});
