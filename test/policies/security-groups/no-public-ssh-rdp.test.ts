import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/security-groups/no-public-ssh-rdp";
import { judgeProgram, verdict } from "../../harness/judge";

const group = (...cidrBlocks: string[]) =>
  new aws.ec2.SecurityGroup("web", {
    ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks }],
  });

describe("no-public-ssh-rdp", () => {
  it("flags a group open to the world", async () => {
    assert.deepEqual(await verdict([policy], () => group("0.0.0.0/0")), ["no-public-ssh-rdp: web"]);
  });

  it("passes a group open to 256 addresses", async () => {
    assert.deepEqual(await verdict([policy], () => group("198.51.100.0/24")), []);
  });

  it("flags blocks split over standalone rules once, by the stack", async () => {
    const program = () => {
      const web = new aws.ec2.SecurityGroup("web", {});
      for (const [i, cidrIpv4] of ["8.8.8.0/25", "8.8.9.0/25", "8.8.10.0/24"].entries()) {
        const securityGroupId = web.id;
        new aws.vpc.SecurityGroupIngressRule(`rule-${i}`, {
          securityGroupId,
          ipProtocol: "tcp",
          fromPort: 22,
          toPort: 22,
          cidrIpv4,
        });
      }
    };
    for (const phase of ["preview", "update"] as const) {
      const violations = await judgeProgram([policy], program, phase);
      assert.deepEqual(
        violations.map(({ resource, by }) => [resource, by]),
        [["web", "stack"]],
      );
    }
  });
});
