import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/instances/require-instance-profile";
import { judge, judgeProgram, verdict } from "../../harness/judge";
import { messages, phases } from "../../harness/phases";
import { runProgram } from "../../harness/program";

const NAME = "require-instance-profile";
const flagged = (...resources: string[]) => resources.map((resource) => `${NAME}: ${resource}`);

const MACHINE = { ami: "ami-0123456789abcdef0", instanceType: "t3.micro" };
const later = (name: string) => new aws.ec2.Eip("later", {}).id.apply(() => name);

const instance = (args: object = {}) => new aws.ec2.Instance("web", { ...MACHINE, ...args } as never);
const template = (args: object = {}) => new aws.ec2.LaunchTemplate("template", args as never);
const named = { iamInstanceProfile: { name: "web" } };

/** What names a profile itself, called `web`. */
const NAMERS: Record<string, (profile: object, name: unknown) => unknown> = {
  Instance: (_, iamInstanceProfile) => instance({ iamInstanceProfile }),
  SpotInstanceRequest: (_, iamInstanceProfile) =>
    new aws.ec2.SpotInstanceRequest("web", { ...MACHINE, iamInstanceProfile } as never),
  LaunchConfiguration: (_, iamInstanceProfile) =>
    new aws.ec2.LaunchConfiguration("web", {
      imageId: "ami-1",
      instanceType: "t3.micro",
      iamInstanceProfile,
    } as never),
  "LaunchTemplate by name": (_, name) =>
    new aws.ec2.LaunchTemplate("web", { iamInstanceProfile: { name } } as never),
  "LaunchTemplate by ARN": (_, arn) =>
    new aws.ec2.LaunchTemplate("web", { iamInstanceProfile: { arn } } as never),
  "SpotFleetRequest by name": (_, iamInstanceProfile) => fleet({ ...MACHINE, iamInstanceProfile }),
  "SpotFleetRequest by ARN": (_, iamInstanceProfileArn) => fleet({ ...MACHINE, iamInstanceProfileArn }),
};

const fleet = (...launchSpecifications: object[]) =>
  new aws.ec2.SpotFleetRequest("web", {
    iamFleetRole: "arn:aws:iam::123456789012:role/fleet",
    targetCapacity: 1,
    launchSpecifications: launchSpecifications as never,
  });

describe(NAME, () => {
  for (const [type, make] of Object.entries(NAMERS)) {
    it(`flags ${type} that names none, and passes one that names one, known or not`, async () => {
      assert.deepEqual(await verdict([policy], () => void make({}, undefined)), flagged("web"));
      assert.deepEqual(await verdict([policy], () => void make({}, "")), flagged("web"));
      assert.deepEqual(await verdict([policy], () => void make({}, "web")), []);
      assert.deepEqual(await verdict([policy], () => void make({}, later("web"))), []);
    });
  }

  it("names the launch specification", async () => {
    const program = () => fleet({ ...MACHINE, iamInstanceProfile: "web" }, MACHINE);
    const [violation] = await judgeProgram([policy], program, "preview");
    assert.match(violation?.message ?? "", /launchSpecifications\[1\] names no instance profile\.\s/);
  });

  it("takes the template's profile for a machine's, and a machine's own before it", async () => {
    const program = (ofTemplate: object, own: object) => () =>
      void instance({ launchTemplate: { id: template(ofTemplate).id }, ...own });
    assert.deepEqual(await verdict([policy], program(named, {})), []);
    assert.deepEqual(await verdict([policy], program({}, {})), flagged("template", "web"));
    assert.deepEqual(await verdict([policy], program({}, { iamInstanceProfile: "web" })), []);
    const outside = (isNamed: boolean) => () =>
      void instance(isNamed ? { launchTemplate: { id: "lt-0123456789abcdef0" } } : {});
    assert.deepEqual(await verdict([policy], outside(true)), []);
    assert.deepEqual(await verdict([policy], outside(false)), flagged("web"));
    assert.deepEqual((await messages(policy, program({}, {}))).sort(), [
      "it names no instance profile, nor does LaunchTemplate template.",
      "it names no instance profile.",
    ]);
    const twoOfTwo = () => {
      for (const [name, profile] of [
        ["one", named],
        ["other", {}],
      ] as const) {
        const { id } = new aws.ec2.LaunchTemplate(`template-${name}`, profile as never);
        new aws.ec2.Instance(name, { launchTemplate: { id } });
      }
    };
    assert.deepEqual(await verdict([policy], twoOfTwo), flagged("other", "template-other"));
  });

  it("waits for a template that is not known yet", async () => {
    const program = (profile: object) => () => {
      const { id } = template(profile);
      const other = new aws.ec2.LaunchTemplate("named", named as never);
      const either = pulumi.all([id, other.id]).apply(([one]) => one);
      instance({ launchTemplate: { id: either } });
    };
    const told = async (profile: object) => phases(policy, program(profile));
    assert.deepEqual(await told(named), [0, 0]);
    assert.deepEqual(await told({}), [1, 2]);
  });

  it("judges groups by their template, and asks none of what gives its machines a role", async () => {
    const group = (args: object) => () => {
      const id = template(args).id;
      new aws.autoscaling.Group("group", { minSize: 1, maxSize: 2, launchTemplate: { id } });
    };
    assert.deepEqual(await verdict([policy], group({})), flagged("template"));
    assert.deepEqual(await verdict([policy], group(named)), []);
    const nodes = (isAlone: boolean) => () => {
      const id = template().id;
      const launchTemplate = { id, version: "1" };
      new aws.eks.NodeGroup("nodes", {
        clusterName: "c",
        nodeRoleArn: "arn:aws:iam::123456789012:role/nodes",
        subnetIds: ["subnet-0123456789abcdef0"],
        scalingConfig: { desiredSize: 1, maxSize: 1, minSize: 1 },
        launchTemplate,
      });
      if (!isAlone) new aws.autoscaling.Group("group", { minSize: 1, maxSize: 2, launchTemplate: { id } });
    };
    assert.deepEqual(await verdict([policy], nodes(true)), []);
    assert.deepEqual(await verdict([policy], nodes(false)), flagged("template"));
  });

  it("passes a machine in an audit that has got one from elsewhere", async () => {
    const [web] = (await runProgram(() => instance(), "update")).filter(({ name }) => name === "web");
    assert.ok(web);
    const having = (iamInstanceProfile: string) =>
      judge([policy], [{ ...web, outputs: { ...web.outputs, iamInstanceProfile } }], { outputsAlone: true });
    assert.equal((await having("quick-setup")).length, 0);
    assert.equal((await having("")).length, 1);
  });

  it("takes what is no name for none", async () => {
    for (const bad of [7, {}, [], null, false]) {
      assert.deepEqual(
        await verdict([policy], () => void instance({ iamInstanceProfile: bad })),
        flagged("web"),
      );
    }
  });

  it("says it once, by the machine alone where nothing else can say it", async () => {
    const once = await judgeProgram([policy], () => instance(), "update");
    assert.deepEqual(
      once.map(({ by }) => by),
      ["resource"],
    );
  });
});
