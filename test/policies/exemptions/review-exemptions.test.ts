import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policies } from "../../../policies";
import review from "../../../policies/exemptions/review-exemptions";
import { readOptions } from "../../../policies/kit/configuration";
import { fingerprint } from "../../../policies/kit/fingerprint";
import noMixedRuleManagement from "../../../policies/security-groups/no-mixed-rule-management";
import noPublicSshRdp from "../../../policies/security-groups/no-public-ssh-rdp";
import { configured } from "../../harness/configured";
import { judge, judgeProgram, told, type Violation, verdict } from "../../harness/judge";

class Made extends pulumi.CustomResource {}

const ssh = (cidrBlock: string) => ({ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [cidrBlock] });
const open = (name: string) => () => {
  new aws.ec2.SecurityGroup(name, { ingress: [ssh("0.0.0.0/0")] });
};
const closed = (name: string) => () => {
  new aws.ec2.SecurityGroup(name, { ingress: [ssh("203.0.113.0/28")] });
};

const exempting = (exemption: object, policy = noPublicSshRdp) => [
  configured(policy, { exemptions: [exemption] }),
  review,
];
const forNow = { resource: "*::bastion", reason: "Moves to Session Manager" };

/** What is said of exemptions, the same at a preview and at the update. */
async function reviewed(judging: Parameters<typeof verdict>[0], program: () => unknown): Promise<string[]> {
  const said = (violations: readonly Violation[]) =>
    violations.filter(({ policy }) => policy === review.name).map(told);
  const preview = said(await judgeProgram(judging, program, "preview"));
  assert.deepEqual(said(await judgeProgram(judging, program, "update")), preview);
  return preview;
}

describe("review-exemptions", () => {
  it("tells of an exemption in use by a resource policy, on the resource", async () => {
    assert.deepEqual(await verdict(exempting(forNow), open("bastion")), ["review-exemptions: bastion"]);
    assert.deepEqual(await reviewed(exempting({ ...forNow, expires: "9999-12-31" }), open("bastion")), [
      `the exemption of "*::bastion" from no-public-ssh-rdp (Moves to Session Manager; until 9999-12-31) is in use for SecurityGroup bastion.`,
    ]);
  });

  it("tells of one in use by a rule of its own, beside a group that is open as well", async () => {
    const beside = () => {
      const group = new aws.ec2.SecurityGroup("group", { ingress: [ssh("0.0.0.0/0")] });
      new aws.vpc.SecurityGroupIngressRule("bastion", {
        ...{ securityGroupId: group.id, ipProtocol: "tcp", fromPort: 22, toPort: 22 },
        cidrIpv4: "0.0.0.0/0",
      });
    };
    assert.deepEqual(await verdict(exempting(forNow), beside), [
      "no-public-ssh-rdp: group",
      "review-exemptions: bastion",
    ]);
    const [said] = await reviewed(exempting(forNow), beside);
    assert.match(said ?? "", / is in use for SecurityGroupIngressRule bastion\.$/);
  });

  it("exempts the finding that has its fingerprint, and no other of the resource", async () => {
    const twice = (ports: readonly number[]) => () => {
      const ingress = ports.map((port) => ({ ...ssh("0.0.0.0/0"), fromPort: port, toPort: port }));
      new aws.ec2.SecurityGroup("bastion", { ingress });
    };
    const [found] = await judgeProgram([noPublicSshRdp], twice([22]), "preview");
    assert.ok(found);
    const steps = noPublicSshRdp.remediationSteps;
    const of = fingerprint(noPublicSshRdp.name, found.urn, `${told(found)}\n${steps}`, steps);
    const judging = exempting({ ...forNow, fingerprint: of });
    assert.deepEqual(await verdict(judging, twice([22])), ["review-exemptions: bastion"]);
    assert.deepEqual(await verdict(judging, twice([22, 3389])), [
      "no-public-ssh-rdp: bastion",
      "review-exemptions: shop-dev",
    ]);
    const [other, review] = await judgeProgram(judging, twice([3389]), "preview");
    assert.equal(other?.policy, noPublicSshRdp.name);
    assert.match(
      told(review),
      / exempts nothing: the finding that it names is not among those of SecurityGroup bastion\.$/,
    );
  });

  it("tells of one in use by a stack policy", async () => {
    const mixed = () => {
      const group = new aws.ec2.SecurityGroup("mixed", { ingress: [ssh("203.0.113.0/28")] });
      new aws.vpc.SecurityGroupIngressRule("beside", {
        securityGroupId: group.id,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrIpv4: "203.0.113.0/28",
      });
    };
    const exemption = { resource: "*", reason: "Being moved" };
    const [said] = await reviewed(exempting(exemption, noMixedRuleManagement), mixed);
    assert.match(said ?? "", /"\*" from no-mixed-rule-management \(Being moved\) is in use for /);
  });

  it("says nothing of a stack without resources, on which it could not say it", async () => {
    assert.deepEqual(await judge(exempting(forNow), []), []);
  });

  it("says nothing where there is no exemption", async () => {
    const judging = [configured(noPublicSshRdp, { exemptions: [] }), review];
    assert.deepEqual(await verdict(judging, open("bastion")), ["no-public-ssh-rdp: bastion"]);
  });

  it("tells of an expired one, which exempts no more", async () => {
    const judging = exempting({ ...forNow, expires: "2001-02-03" });
    assert.deepEqual(await verdict(judging, open("bastion")), [
      "no-public-ssh-rdp: bastion",
      "review-exemptions: shop-dev",
    ]);
    assert.deepEqual(await reviewed(judging, open("bastion")), [
      `the exemption of "*::bastion" from no-public-ssh-rdp (Moves to Session Manager; until 2001-02-03) has expired and exempts nothing any more.`,
    ]);
  });

  it("tells of one that matches nothing", async () => {
    const [said] = await reviewed(exempting(forNow), open("bastion-2"));
    assert.match(said ?? "", / matches no resource of the stack\.$/);
  });

  it("tells of one that matches a resource and exempts nothing", async () => {
    const [said] = await reviewed(exempting(forNow), closed("bastion"));
    assert.match(said ?? "", / exempts nothing: the policy finds nothing to say of SecurityGroup bastion\.$/);
  });

  it("tells of each exemption of each policy, and of each resource once", async () => {
    const exemptions = [forNow, { resource: "*::b*", reason: "All of them" }];
    const judging = [
      configured(noPublicSshRdp, { exemptions }),
      configured(noMixedRuleManagement, { exemptions: [{ resource: "*::gone", reason: "Long ago" }] }),
      review,
    ];
    const said = await reviewed(judging, () => {
      for (const name of ["bastion", "b3", "b2"]) open(name)();
    });
    assert.equal(said.length, 3);
    assert.match(said[0] ?? "", /"\*::bastion" .* is in use for SecurityGroup bastion\.$/);
    assert.match(said[1] ?? "", /"\*::b\*" .* in use for SecurityGroup b2, .* b3 and .* bastion\.$/);
    assert.match(said[2] ?? "", /no-mixed-rule-management \(Long ago\) matches no resource/);
  });

  it("forgets one stack at the next", async () => {
    assert.match((await reviewed(exempting(forNow), open("bastion"))).join(), /is in use/);
    assert.match((await reviewed(exempting(forNow), closed("bastion"))).join(), /exempts nothing/);
    const without = [configured(noPublicSshRdp, {}), review];
    assert.deepEqual(await reviewed(without, closed("bastion")), []);
  });

  it("takes no exemptions, and is the last of the pack", () => {
    assert.throws(
      () => readOptions(review.name, review.options, { exemptions: [] }),
      /no option "exemptions"/,
    );
    assert.equal(policies.at(-1), review);
  });

  const made =
    (type: string, ...names: readonly string[]) =>
    () => {
      for (const name of names) new Made(type, name, { cidrIp: "0.0.0.0/0" });
    };

  for (const [title, program, expected] of [
    [
      "one resource of aws-native",
      made("aws-native:ec2:SecurityGroup", "web"),
      ["SecurityGroup web is not judged: no policy reads resources of aws-native, as it does those of aws."],
    ],
    [
      "one of awscc",
      made("awscc:ec2/securityGroup:SecurityGroup", "web"),
      ["SecurityGroup web is not judged: no policy reads resources of awscc, as it does those of aws."],
    ],
    [
      "one of the provider of AWS for Terraform",
      made("aws:index/securityGroup:SecurityGroup", "web"),
      [
        "SecurityGroup web is not judged: no policy reads resources of terraform-provider, as it does those of aws.",
      ],
    ],
    [
      "one of the provider of Alibaba Cloud for Terraform, but none that the package itself has in no module",
      () => {
        made("alicloud:index/securityGroup:SecurityGroup", "web")();
        made("alicloud:index/milvusInstance:MilvusInstance", "vectors")();
      },
      [
        "SecurityGroup web is not judged: no policy reads resources of terraform-provider, as it does those of alicloud.",
      ],
    ],
    [
      "many",
      made("aws-native:s3:Bucket", "e", "d", "c", "b", "a"),
      [
        "Bucket a, Bucket b, Bucket c and 2 more are not judged: no policy reads resources of aws-native, as it does those of aws.",
      ],
    ],
    [
      "what a template makes",
      made("aws:cloudformation/stack:Stack", "net"),
      ["what Stack net makes is not judged: no policy reads its template."],
    ],
    [
      "what templates of both clouds make",
      () => {
        made("aws:cloudcontrol/resource:Resource", "a")();
        made("alicloud:ros/stack:Stack", "b")();
        made("alicloud:cloudcontrol/resource:Resource", "c")();
      },
      ["what Resource c, Stack b and Resource a make is not judged: no policy reads their templates."],
    ],
    ["nothing of a cloud that nobody judges", made("gcp:compute/firewall:Firewall", "web"), []],
    ["nothing of what is read", closed("web"), []],
  ] as const) {
    it(`names as not judged ${title}`, async () => {
      assert.deepEqual(await reviewed([review], program), expected);
    });
  }
});
