import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/instances/no-role-shared-across-exposure";
import { configured } from "../../harness/configured";
import { judgeProgram, verdict } from "../../harness/judge";

const NAME = "no-role-shared-across-exposure";
const flagged = (...resources: string[]) => resources.map((resource) => `${NAME}: ${resource}`);

const MACHINE = { ami: "ami-0123456789abcdef0", instanceType: "t3.micro" };
const PUBLIC = { Tier: "public" };

const role = (name: string) => new aws.iam.Role(name, { assumeRolePolicy: "{}" });
const profile = (name: string, of: aws.iam.Role) => new aws.iam.InstanceProfile(name, { role: of.name });
const machine = (name: string, args: object, tags: object = {}) =>
  new aws.ec2.Instance(name, { ...MACHINE, ...args, tags } as never);

describe(NAME, () => {
  it("flags a role on a public and a private machine, by one profile or two, and passes two roles", async () => {
    const program = (isOneRole: boolean) => () => {
      const first = role("first");
      const one = profile("one", first);
      const other = profile("other", isOneRole ? first : role("second"));
      machine("web", { iamInstanceProfile: one.name }, PUBLIC);
      machine("worker", { iamInstanceProfile: other.name });
    };
    assert.deepEqual(await verdict([policy], program(true)), flagged("first"));
    assert.deepEqual(await verdict([policy], program(false)), []);
  });

  it("passes two public machines, and two private ones", async () => {
    const program = (tags: object) => () => {
      const { name } = profile("one", role("first"));
      machine("a", { iamInstanceProfile: name }, tags);
      machine("b", { iamInstanceProfile: name }, tags);
    };
    assert.deepEqual(await verdict([policy], program(PUBLIC)), []);
    assert.deepEqual(await verdict([policy], program({})), []);
  });

  it("takes the profile of a template, and the role of nodes", async () => {
    const program = (isPublic: boolean) => () => {
      const shared = role("shared");
      const iamInstanceProfile = { arn: profile("one", shared).arn };
      const template = new aws.ec2.LaunchTemplate("template", { iamInstanceProfile });
      new aws.autoscaling.Group("group", {
        minSize: 1,
        maxSize: 2,
        vpcZoneIdentifiers: ["subnet-0123456789abcdef0"],
        launchTemplate: { id: template.id },
        tags: isPublic ? [{ key: "Exposure", value: "dmz", propagateAtLaunch: true }] : [],
      });
      new aws.eks.NodeGroup("nodes", {
        clusterName: "c",
        nodeRoleArn: shared.arn,
        subnetIds: ["subnet-0123456789abcdef0"],
        scalingConfig: { desiredSize: 1, maxSize: 1, minSize: 1 },
      });
    };
    assert.deepEqual(await verdict([policy], program(true)), flagged("shared"));
    assert.deepEqual(await verdict([policy], program(false)), []);
  });

  it("takes the profile of each launch specification, once it is known which is whose", async () => {
    const program =
      (...names: ("one" | "other")[]) =>
      () => {
        const profiles = { one: profile("one", role("first")), other: profile("other", role("second")) };
        machine("web", { iamInstanceProfile: profiles.one.name }, PUBLIC);
        new aws.ec2.SpotFleetRequest("workers", {
          iamFleetRole: "arn:aws:iam::123456789012:role/fleet",
          targetCapacity: 1,
          launchSpecifications: names.map((name) => ({
            ...MACHINE,
            iamInstanceProfile: profiles[name].name,
          })),
        });
      };
    assert.deepEqual(await verdict([policy], program("one")), flagged("first"));
    assert.deepEqual(await verdict([policy], program("other")), []);
    assert.deepEqual(await judgeProgram([policy], program("other", "one"), "preview"), []);
    const [known] = await judgeProgram([policy], program("other", "one"), "update");
    assert.equal(known?.resource, "first");
  });

  it("tells of the private machine where the profile or the role is not in the stack", async () => {
    const program = (one: string, other: string) => () => {
      machine("web", { iamInstanceProfile: one }, PUBLIC);
      machine("worker", { iamInstanceProfile: other });
    };
    assert.deepEqual(await verdict([policy], program("shared", "shared")), flagged("worker"));
    assert.deepEqual(await verdict([policy], program("shared", "other")), []);
    const roles = (isOne: boolean) => () => {
      for (const [name, tags] of [
        ["web", PUBLIC],
        ["worker", {}],
      ] as const) {
        const own = new aws.iam.InstanceProfile(name, { role: isOne ? "shared" : name });
        machine(name, { iamInstanceProfile: own.name }, tags);
      }
    };
    assert.deepEqual(await verdict([policy], roles(true)), flagged("worker"));
    assert.deepEqual(await verdict([policy], roles(false)), []);
  });

  it("takes other words for public", async () => {
    const program = () => {
      machine("web", { iamInstanceProfile: "shared" }, { Zone: "outer" });
      machine("worker", { iamInstanceProfile: "shared" });
    };
    const exposure = { tags: ["Zone"], values: ["outer"] };
    assert.deepEqual(await verdict([policy], program), []);
    assert.deepEqual(await verdict([configured(policy, { exposure })], program), flagged("worker"));
  });

  it("passes a profile or tags that are not known yet", async () => {
    const program = (isTag: boolean) => () => {
      const later = new aws.ec2.Eip("later", {}).id;
      machine("web", { iamInstanceProfile: isTag ? "shared" : later }, { Tier: isTag ? later : "public" });
      machine("worker", { iamInstanceProfile: "shared" });
    };
    assert.deepEqual(await judgeProgram([policy], program(false), "preview"), []);
    assert.deepEqual(await judgeProgram([policy], program(true), "preview"), []);
  });

  it("takes what is no name for none", async () => {
    const program = () => {
      for (const bad of [7, {}, [], null]) {
        machine(`web-${JSON.stringify(bad)}`, { iamInstanceProfile: bad }, PUBLIC);
        machine(`worker-${JSON.stringify(bad)}`, { iamInstanceProfile: bad });
      }
    };
    assert.deepEqual(await verdict([policy], program), []);
  });

  it("names both machines", async () => {
    const program = () => {
      const { name } = profile("one", role("shared"));
      machine("web", { iamInstanceProfile: name }, PUBLIC);
      machine("worker", { iamInstanceProfile: name });
    };
    const [violation] = await judgeProgram([policy], program, "preview");
    assert.match(
      violation?.message ?? "",
      /^Instance web \(public\) and Instance worker \(private\) have it\.\s/m,
    );
  });
});
