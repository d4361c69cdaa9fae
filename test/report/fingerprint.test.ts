import assert from "node:assert/strict";
import type { ReportedFinding } from "../../report/finding";
import { fingerprintOf, fingerprintsOf } from "../../report/fingerprint";

const finding = (more: Partial<ReportedFinding> = {}): ReportedFinding => ({
  policy: "no-public-ssh-rdp",
  pack: "network-guard",
  level: "mandatory",
  urn: "urn:pulumi:dev::shop::aws:ec2/securityGroup:SecurityGroup::web",
  description: "No x.",
  message: "ingress[0] admits tcp 22 from 0.0.0.0/0, such as tcp 22 from 198.51.100.7.",
  ...more,
});

const saying = (message: string) => finding({ message });
const at = (urn: string) => finding({ urn: `urn:pulumi:${urn}::web` });

describe("a fingerprint", () => {
  const alike: Record<string, [ReportedFinding, ReportedFinding]> = {
    "another stack": [finding(), at("prod::shop::aws:ec2/securityGroup:SecurityGroup")],
    "another parent": [finding(), at("dev::shop::my:Site$aws:ec2/securityGroup:SecurityGroup")],
    "another line of the program": [
      finding(),
      finding({ source: { file: "/app/index.ts", line: 3, column: 1 } }),
    ],
    "another level and severity": [finding(), finding({ level: "advisory", severity: "low" })],
    "another place among the rules": [
      finding(),
      saying("ingress[3] admits tcp 22 from 0.0.0.0/0, such as tcp 22 from 198.51.100.7."),
    ],
    "another packet as an example": [
      finding(),
      saying("ingress[0] admits tcp 22 from 0.0.0.0/0, such as tcp 22 from 203.0.113.9."),
    ],
    "an example in the middle": [
      saying("ingress[0] lets in tcp 22, such as tcp 22 from 198.51.100.7, and egress denies the answer."),
      saying("ingress[0] lets in tcp 22, such as tcp 22 from 2001:db8::1, and egress denies the answer."),
    ],
    "another address on the same path": [
      saying("tcp 443 from 198.51.100.7 gets in:\n  SecurityGroup web (ingress[0])"),
      saying("tcp 443 from 2001:db8::7 gets in:\n  SecurityGroup web (ingress[2])"),
    ],
    "another order": [
      saying("it is on SecurityGroup a, SecurityGroup b and Instance c."),
      saying("it is on SecurityGroup b, Instance c and SecurityGroup a."),
    ],
    "another count": [
      saying("it has 22 ingress rules for IPv4, more than 20."),
      saying("it has 31 ingress rules for IPv4, more than 30."),
    ],
    "a rule that takes over a part of another": [
      finding(),
      saying(
        "ingress[0] and ingress[4] together admit tcp 22 from 0.0.0.0/0, such as tcp 22 from 198.51.100.7.",
      ),
    ],
    "one more rule of which the same is said": [
      saying("ingress[0] has no description."),
      saying("ingress[0], ingress[1] and ingress[2] have no description."),
    ],
    "a default that the provider fills in": [
      saying("httpTokens is left out, which means optional."),
      saying('httpTokens is "optional".'),
    ],
    "the steps behind the message": [
      finding(),
      finding({ message: `${finding().message}\nClose it.`, remediationSteps: "Close it." }),
    ],
    "another name of the stack itself": [
      finding({ urn: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev" }),
      finding({ urn: "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod" }),
    ],
  };
  for (const [what, [one, other]] of Object.entries(alike))
    it(`is not moved by ${what}`, () => assert.equal(fingerprintOf(one), fingerprintOf(other)));

  const apart: Record<string, [ReportedFinding, ReportedFinding]> = {
    "another policy": [finding(), finding({ policy: "no-public-ingress" })],
    "another project": [finding(), at("dev::office::aws:ec2/securityGroup:SecurityGroup")],
    "another type": [finding(), at("dev::shop::aws:ec2/networkAcl:NetworkAcl")],
    "another name": [
      finding(),
      finding({ urn: "urn:pulumi:dev::shop::aws:ec2/securityGroup:SecurityGroup::x" }),
    ],
    "another port": [finding(), saying("ingress[0] admits tcp 23 from 0.0.0.0/0.")],
    "one more port": [
      saying("ingress[0] admits tcp 22 from 0.0.0.0/0."),
      saying("ingress[0] admits tcp 22, 3389 from 0.0.0.0/0."),
    ],
    "a rule that joins another by one more source": [
      finding(),
      saying("ingress[0] and ingress[1] together admit tcp 22 from 0.0.0.0/0 and ::/0."),
    ],
    "a rule that joins another by one more port": [
      finding(),
      saying("ingress[0] and ingress[1] together admit tcp 22, 3389 from 0.0.0.0/0."),
    ],
    "another source": [finding(), saying("ingress[0] admits tcp 22 from 10.0.0.0/8.")],
    "another direction": [saying("ingress[0] has no description."), saying("egress[0] has no description.")],
    "another account": [
      saying("account 123456789012 shares it with everyone."),
      saying("account 210987654321 shares it with everyone."),
    ],
    "another setting": [saying("encrypted is false."), saying("kmsKeyId is left out.")],
    "another way in": [
      saying("tcp 443 from 198.51.100.7 gets in:\n  InternetGateway a"),
      saying("tcp 443 from 198.51.100.7 gets in:\n  LoadBalancer b"),
    ],
  };
  for (const [what, [one, other]] of Object.entries(apart))
    it(`tells ${what}`, () => assert.notEqual(fingerprintOf(one), fingerprintOf(other)));

  it("is short, and of plain characters", () => assert.match(fingerprintOf(finding()), /^[0-9a-f]{16}$/));

  it("is numbered where findings share it, whatever their order", () => {
    const twins = [finding(), saying("ingress[1] admits tcp 22 from 0.0.0.0/0."), saying("x")];
    const [first, second, other] = twins as [ReportedFinding, ReportedFinding, ReportedFinding];
    const numbered = fingerprintsOf(twins);
    assert.deepEqual([...fingerprintsOf([...twins].reverse())].sort(), [...numbered].sort());
    assert.equal(numbered.get(first), fingerprintOf(first));
    assert.equal(numbered.get(second), `${fingerprintOf(first)}:2`);
    assert.equal(numbered.get(other), fingerprintOf(other));
  });
});
