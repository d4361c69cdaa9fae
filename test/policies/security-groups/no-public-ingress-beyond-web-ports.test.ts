import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/security-groups/no-public-ingress-beyond-web-ports";
import { configured } from "../../harness/configured";
import { judgeProgram, verdict } from "../../harness/judge";
import { EVERY_SPELLING, type Permission, permission, spellingsFlagged } from "./spellings";

const WORLD = ["0.0.0.0/0", "::/0"];

describe("no-public-ingress-beyond-web-ports", () => {
  const flagged: Record<string, Permission[]> = {
    "another port": [permission("tcp", 8080, 8080, "0.0.0.0/0")],
    "another port over IPv6": [permission("tcp", 8080, 8080, "::/0")],
    "the halves of the world in two rules": [
      permission("tcp", 8080, 8080, "0.0.0.0/1"),
      permission("6", 8080, 8080, "128.0.0.0/1"),
    ],
    "a range around a web port": [permission("tcp", 443, 444, "0.0.0.0/0")],
    "port 0": [permission("tcp", 0, 0, "0.0.0.0/0")],
    "UDP 80": [permission("udp", 80, 80, "0.0.0.0/0")],
    "every protocol": [permission("-1", 0, 0, "0.0.0.0/0")],
    "every protocol with a web port beside it": [permission("-1", 443, 443, "0.0.0.0/0")],
    "a protocol without ports": [permission("50", 0, 0, "0.0.0.0/0")],
  };
  for (const [what, permissions] of Object.entries(flagged)) {
    it(`flags ${what} in every spelling`, async () => {
      assert.deepEqual(await spellingsFlagged(policy, ...permissions), EVERY_SPELLING);
    });
  }

  const passed: Record<string, Permission[]> = {
    "the web ports": [permission("tcp", 80, 80, ...WORLD), permission("tcp", 443, 443, ...WORLD)],
    "HTTP/3": [permission("udp", 443, 443, ...WORLD)],
    ICMP: [permission("icmp", -1, -1, "0.0.0.0/0"), permission("icmpv6", -1, -1, "::/0")],
    "ICMP by number": [permission("1", 8, 0, "0.0.0.0/0"), permission("58", 128, 0, "::/0")],
    "256 addresses": [permission("tcp", 8080, 8080, "8.8.8.0/24")],
    "private addresses": [permission("-1", 0, 0, "10.0.0.0/8", "fd00::/8")],
  };
  for (const [what, permissions] of Object.entries(passed)) {
    it(`passes ${what} in every spelling`, async () => {
      assert.deepEqual(await spellingsFlagged(policy, ...permissions), []);
    });
  }

  it("takes options", async () => {
    const alternative = permission("tcp", 8443, 8443, ...WORLD);
    assert.deepEqual(await spellingsFlagged(configured(policy, { webPorts: [8443] }), alternative), []);
    const none = configured(policy, { webPorts: [] });
    assert.deepEqual(await spellingsFlagged(none, permission("tcp", 443, 443, "0.0.0.0/0")), EVERY_SPELLING);
    assert.deepEqual(await spellingsFlagged(none, permission("udp", 443, 443, "0.0.0.0/0")), []);
    const office = configured(policy, { allowedCidrs: ["8.8.0.0/16"], maxPublicAddresses: 0 });
    assert.deepEqual(await spellingsFlagged(office, permission("tcp", 22, 22, "8.8.0.0/16")), []);
    assert.deepEqual(await spellingsFlagged(office, permission("tcp", 22, 22, "8.9.0.0/32")), EVERY_SPELLING);
  });

  it("judges known ports beside unknown ones", async () => {
    const program = (fromPort: number) => () => {
      const toPort = new aws.ec2.Instance("host", {}).privateIp.apply(() => 443);
      const cidrBlocks = ["0.0.0.0/0"];
      new aws.ec2.SecurityGroup("web", { ingress: [{ protocol: "tcp", fromPort, toPort, cidrBlocks }] });
    };
    assert.deepEqual(await verdict([policy], program(442)), ["no-public-ingress-beyond-web-ports: web"]);
    assert.deepEqual(await verdict([policy], program(443)), []);
  });

  it("names every protocol as such", async () => {
    const ingress = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }];
    const program = () => new aws.ec2.SecurityGroup("web", { ingress });
    const [violation] = await judgeProgram([policy], program, "preview");
    assert.match(
      violation?.message ?? "",
      /ingress\[0\] admits every protocol from 0\.0\.0\.0\/0, such as tcp 22/,
    );
  });

  it("names only the sources that are open", async () => {
    const cidrBlocks = ["10.0.0.0/8", "0.0.0.0/0"];
    const ingress = [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks, self: true }];
    const program = () => new aws.ec2.SecurityGroup("web", { ingress });
    const [violation] = await judgeProgram([policy], program, "preview");
    assert.match(violation?.message ?? "", /admits tcp 22 from 0\.0\.0\.0\/0, such as/);
  });
});
