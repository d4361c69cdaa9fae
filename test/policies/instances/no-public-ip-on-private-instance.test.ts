import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/instances/no-public-ip-on-private-instance";
import type { Policy } from "../../../policies/kit/policy";
import { configured } from "../../harness/configured";
import { judge, judgeInputs, judgeProgram, told, verdict } from "../../harness/judge";
import { type Registered, runProgram } from "../../harness/program";
import { remediated } from "../../harness/remediate";

const MACHINE = { ami: "ami-0a1b2c3d4e5f60718", instanceType: "t3.micro" };
const FLAGGED = ["no-public-ip-on-private-instance: app"];
const PUBLIC = { Exposure: "public" };

const replacing = configured(policy, { allowReplacement: true });
/** What a provider replaces when the flag changes. */
const REPLACED = new Set([
  "an instance",
  "an instance, as text",
  "a spot request",
  "a spot fleet",
  "a launch configuration",
  "an ECS task set",
]);

const instance = (args: aws.ec2.InstanceArgs) => () => new aws.ec2.Instance("app", { ...MACHINE, ...args });
const template = (args: aws.ec2.LaunchTemplateArgs) => () => new aws.ec2.LaunchTemplate("app", args);
const publicTemplate = (args: aws.ec2.LaunchTemplateArgs = {}) =>
  template({ networkInterfaces: [{ associatePublicIpAddress: "true" }], ...args });

const network = (assignPublicIp: pulumi.Input<boolean>) => ({ subnets: ["subnet-1"], assignPublicIp });
const TASK = { taskDefinitionArn: "arn:aws:ecs:us-east-1:123456789012:task-definition/app" };

/** Each place where a launch can ask for a public address, with what it asks there. */
const PLACES: Record<string, (flag: boolean) => unknown> = {
  "an instance": (flag) => instance({ associatePublicIpAddress: flag })(),
  "an instance, as text": (flag) => instance({ associatePublicIpAddress: `${flag}` as never })(),
  "a spot request": (flag) =>
    new aws.ec2.SpotInstanceRequest("app", { ...MACHINE, associatePublicIpAddress: flag }),
  "a spot fleet": (flag) =>
    new aws.ec2.SpotFleetRequest("app", {
      iamFleetRole: "arn:aws:iam::123456789012:role/fleet",
      targetCapacity: 1,
      launchSpecifications: [MACHINE, { ...MACHINE, associatePublicIpAddress: flag }],
    }),
  "a launch template": (flag) =>
    template({ networkInterfaces: [{}, { associatePublicIpAddress: `${flag}` }] })(),
  "a launch template, as a boolean": (flag) =>
    template({ networkInterfaces: [{ associatePublicIpAddress: flag as never }] })(),
  "a launch configuration": (flag) =>
    new aws.ec2.LaunchConfiguration("app", {
      imageId: MACHINE.ami,
      instanceType: MACHINE.instanceType,
      associatePublicIpAddress: flag,
    }),
  "an ECS service": (flag) => new aws.ecs.Service("app", { networkConfiguration: network(flag) }),
  "an ECS task set": (flag) =>
    new aws.ecs.TaskSet("app", {
      cluster: "main",
      service: "web",
      taskDefinition: "web:1",
      networkConfiguration: network(flag),
    }),
  "an EventBridge target": (flag) =>
    new aws.cloudwatch.EventTarget("app", {
      rule: "nightly",
      arn: "arn:aws:ecs:us-east-1:123456789012:cluster/main",
      ecsTarget: { ...TASK, networkConfiguration: network(flag) },
    }),
  "a schedule": (flag) =>
    new aws.scheduler.Schedule("app", {
      flexibleTimeWindow: { mode: "OFF" },
      scheduleExpression: "rate(1 hour)",
      target: {
        arn: "arn:aws:ecs:us-east-1:123456789012:cluster/main",
        roleArn: "arn:aws:iam::123456789012:role/scheduler",
        ecsParameters: { ...TASK, networkConfiguration: network(flag) },
      },
    }),
  "a pipe": (flag) =>
    new aws.pipes.Pipe("app", {
      roleArn: "arn:aws:iam::123456789012:role/pipe",
      source: "arn:aws:sqs:us-east-1:123456789012:jobs",
      target: "arn:aws:ecs:us-east-1:123456789012:cluster/main",
      targetParameters: {
        ecsTaskParameters: {
          ...TASK,
          networkConfiguration: { awsVpcConfiguration: { assignPublicIp: flag ? "ENABLED" : "DISABLED" } },
        },
      },
    }),
  "a staging area": (flag) =>
    new aws.drs.ReplicationConfigurationTemplate("app", {
      associateDefaultSecurityGroup: false,
      bandwidthThrottling: 0,
      createPublicIp: flag,
      dataPlaneRouting: "PRIVATE_IP",
      defaultLargeStagingDiskType: "GP3",
      ebsEncryption: "DEFAULT",
      pitPolicies: [],
      replicationServerInstanceType: "t3.small",
      replicationServersSecurityGroupsIds: [],
      stagingAreaSubnetId: "subnet-1",
      stagingAreaTags: {},
      useDedicatedReplicationServer: false,
    }),
  "a Batch job definition": (flag) =>
    new aws.batch.JobDefinition("app", {
      type: "container",
      containerProperties: JSON.stringify({
        image: "busybox",
        networkConfiguration: { assignPublicIp: word(flag) },
      }),
    }),
  "a Batch job of several nodes": (flag) =>
    new aws.batch.JobDefinition("app", {
      type: "multinode",
      nodeProperties: JSON.stringify({
        nodeRangeProperties: [
          { container: {} },
          { container: { networkConfiguration: { assignPublicIp: word(flag) } } },
        ],
      }),
    }),
  "a state machine": (flag) =>
    new aws.sfn.StateMachine("app", {
      roleArn: "arn:aws:iam::123456789012:role/steps",
      definition: JSON.stringify({
        States: {
          All: {
            Type: "Parallel",
            Branches: [{ States: { Run: { Type: "Task", Parameters: ecsNetwork(flag) } } }],
          },
        },
      }),
    }),
  "a schedule that calls ECS itself": (flag) =>
    new aws.scheduler.Schedule("app", {
      flexibleTimeWindow: { mode: "OFF" },
      scheduleExpression: "rate(1 hour)",
      target: {
        arn: "arn:aws:scheduler:::aws-sdk:ecs:runTask",
        roleArn: "arn:aws:iam::123456789012:role/scheduler",
        input: JSON.stringify(ecsNetwork(flag)),
      },
    }),
  "a Beanstalk environment": (flag) =>
    new aws.elasticbeanstalk.Environment("app", {
      application: "app",
      settings: [
        {
          namespace: "aws:elasticbeanstalk:application:environment",
          name: "AssociatePublicIpAddress",
          value: "true",
        },
        { namespace: "aws:ec2:vpc", name: "AssociatePublicIpAddress", value: `${flag}` },
      ],
    }),
};

function word(flag: boolean): string {
  return flag ? "ENABLED" : "DISABLED";
}

function ecsNetwork(flag: boolean) {
  const AwsvpcConfiguration = { Subnets: ["subnet-1"], AssignPublicIp: word(flag) };
  return { TaskDefinition: "app", NetworkConfiguration: { AwsvpcConfiguration } };
}

describe("no-public-ip-on-private-instance", () => {
  for (const [place, program] of Object.entries(PLACES)) {
    it(`flags ${place}, and passes it with the flag off`, async () => {
      assert.deepEqual(await verdict([policy], () => program(true)), FLAGGED);
      assert.deepEqual(await verdict([policy], () => program(false)), []);
    });

    it(`mends ${place}, and touches nothing else`, async () => {
      const [before, after] = [await theApp(() => program(true)), await theApp(() => program(false))];
      assert.deepEqual(await remediated(replacing, before), after.inputs);
      assert.equal(await remediated(replacing, after), undefined);
    });

    it(`${REPLACED.has(place) ? "never replaces" : "mends"} ${place} without leave to replace it`, async () => {
      const [before, after] = [await theApp(() => program(true)), await theApp(() => program(false))];
      assert.deepEqual(await remediated(policy, before), REPLACED.has(place) ? undefined : after.inputs);
    });
  }

  it("says why it has not mended what it would replace", async () => {
    const said = async (mender: Policy, place: string) => {
      const before = await theApp(() => PLACES[place]?.(true));
      await remediated(mender, before);
      const [found] = await judgeInputs([mender], before);
      return /not mended, since the change replaces the resource/.test(found?.message ?? "");
    };
    assert.equal(await said(policy, "an instance"), true);
    assert.equal(await said(replacing, "an instance"), false);
    assert.equal(await said(policy, "an ECS service"), false);
  });

  it("names the place and what stands there", async () => {
    const messages = async (program: () => unknown) =>
      (await judgeProgram([policy], program, "preview")).map(told);
    const [fleet] = await messages(() => PLACES["a spot fleet"]?.(true));
    assert.match(fleet ?? "", /launchSpecifications\[1\]\.associatePublicIpAddress is true/);
    const [pipe] = await messages(() => PLACES["a pipe"]?.(true));
    assert.match(pipe ?? "", /awsVpcConfiguration\.assignPublicIp is "ENABLED"/);
  });

  it("leaves to the subnet what the launch leaves out", async () => {
    assert.deepEqual(await verdict([policy], instance({})), []);
    assert.deepEqual(await verdict([policy], instance({ associatePublicIpAddress: null as never })), []);
    assert.deepEqual(await verdict([policy], template({ networkInterfaces: [{ deviceIndex: 0 }] })), []);
    assert.deepEqual(await verdict([policy], template({})), []);
  });

  it("passes what the provider would refuse", async () => {
    for (const nonsense of ["yes", "", 1, [], {}, [true]]) {
      assert.deepEqual(
        await verdict([policy], instance({ associatePublicIpAddress: nonsense as never })),
        [],
      );
    }
    for (const networkInterfaces of ["true", 1, [null], ["true"]]) {
      assert.deepEqual(
        await verdict([policy], template({ networkInterfaces: networkInterfaces as never })),
        [],
      );
    }
    assert.deepEqual(
      await verdict([policy], template({ networkInterfaces: { associatePublicIpAddress: "TRUE" } as never })),
      FLAGGED,
    );
  });

  describe("exposure", () => {
    const tagged = (tags: Record<string, pulumi.Input<string>>) =>
      instance({ associatePublicIpAddress: true, tags });

    it("passes what a tag declares public, and flags any other value", async () => {
      assert.deepEqual(await verdict([policy], tagged({ exposure: " Bastion " })), []);
      assert.deepEqual(await verdict([policy], tagged({ Tier: "dmz" })), []);
      assert.deepEqual(await verdict([policy], tagged({ Tier: "ＤＭＺ" })), []);
      assert.deepEqual(await verdict([policy], tagged({ Exposure: "publicly" })), FLAGGED);
      assert.deepEqual(await verdict([policy], tagged({ Owner: "public" })), FLAGGED);
    });

    it("passes what its name declares public where no tag says otherwise", async () => {
      assert.deepEqual(await verdict([policy], tagged({ Name: "bastion-1" })), []);
      assert.deepEqual(await verdict([policy], tagged({ Name: "bastion-1", Exposure: "private" })), FLAGGED);
      assert.deepEqual(await verdict([policy], tagged({ Name: "non-public" })), FLAGGED);
    });

    it("takes a provider's default tags for the resource's", async () => {
      const under = (tags: Record<string, string>) => () => {
        const provider = new aws.Provider("named", { region: "us-east-1", defaultTags: { tags } });
        new aws.ec2.Instance("app", { ...MACHINE, associatePublicIpAddress: true }, { provider });
      };
      assert.deepEqual(await verdict([policy], under(PUBLIC)), []);
      assert.deepEqual(await verdict([policy], under({ Exposure: "private" })), FLAGGED);
    });

    it("is not inherited from the subnet", async () => {
      const program = (tags: Record<string, string>) => () => {
        const subnet = new aws.ec2.Subnet("dmz", { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24", tags: PUBLIC });
        instance({ subnetId: subnet.id, associatePublicIpAddress: true, tags })();
      };
      assert.deepEqual(await verdict([policy], program({})), FLAGGED);
      assert.deepEqual(await verdict([policy], program(PUBLIC)), []);
    });

    it("of a launch template is its instance tags', then its own", async () => {
      const instanceTags = (tags: Record<string, string>, resourceType = "instance") => ({
        tagSpecifications: [{ resourceType, tags }],
      });
      const cases: [aws.ec2.LaunchTemplateArgs, string[]][] = [
        [instanceTags(PUBLIC), []],
        [instanceTags(PUBLIC, "volume"), FLAGGED],
        [{ tags: PUBLIC }, []],
        [{ tags: PUBLIC, ...instanceTags({ Name: "app" }) }, []],
        [{ tags: PUBLIC, ...instanceTags({ Exposure: "private" }) }, FLAGGED],
        [{ tags: { Exposure: "private" }, ...instanceTags(PUBLIC) }, []],
      ];
      for (const [args, expected] of cases) {
        assert.deepEqual(await verdict([policy], publicTemplate(args)), expected, JSON.stringify(args));
      }
    });

    it("of a launch template is not that of an instance launched from it", async () => {
      const program = (tags: Record<string, string>) => () => {
        const { id } = new aws.ec2.LaunchTemplate("app", {
          networkInterfaces: [{ associatePublicIpAddress: "true" }],
          tags,
        });
        new aws.ec2.Instance("web", { launchTemplate: { id }, tags: PUBLIC });
      };
      assert.deepEqual(await verdict([policy], program({})), FLAGGED);
      assert.deepEqual(await verdict([policy], program(PUBLIC)), []);
    });

    it("of a spot fleet is each specification's, then the request's", async () => {
      const fleet = (own: Record<string, string>, ...specifications: Record<string, string>[]) =>
        verdict(
          [policy],
          () =>
            new aws.ec2.SpotFleetRequest("app", {
              iamFleetRole: "arn:aws:iam::123456789012:role/fleet",
              targetCapacity: 1,
              tags: own,
              launchSpecifications: specifications.map((tags) => ({
                ...MACHINE,
                associatePublicIpAddress: true,
                tags,
              })),
            }),
        );
      assert.deepEqual(await fleet({}, PUBLIC, PUBLIC), []);
      assert.deepEqual(await fleet({}, PUBLIC, {}), FLAGGED);
      assert.deepEqual(await fleet(PUBLIC, {}), []);
    });

    it("has words of its own where the option says so", async () => {
      const exposure = { tags: ["Reach"], values: ["outside"] };
      const reach = { Reach: "Outside" };
      assert.deepEqual(await verdict([policy], tagged(reach)), FLAGGED);
      assert.deepEqual(await verdict([configured(policy, { exposure })], tagged(reach)), []);
      assert.deepEqual(await verdict([configured(policy, { exposure })], tagged(PUBLIC)), FLAGGED);
    });
  });

  describe("what is unknown", () => {
    const byPhase = async (program: () => unknown) => [
      (await judgeProgram([policy], program, "preview")).length,
      (await judgeProgram([policy], program, "update")).length,
    ];
    const other = () => new aws.ec2.Eip("other", {}).id;

    it("as a flag is silent until the update", async () => {
      const flag = (value: boolean) => () =>
        instance({ associatePublicIpAddress: other().apply(() => value) })();
      assert.deepEqual(await byPhase(flag(true)), [0, 1]);
      assert.deepEqual(await byPhase(flag(false)), [0, 0]);
    });

    it("as a list of interfaces is silent until the update", async () => {
      const program = () =>
        template({ networkInterfaces: other().apply(() => [{ associatePublicIpAddress: "true" }]) })();
      assert.deepEqual(await byPhase(program), [0, 1]);
    });

    it("as an exposure tag, or all tags, is silent until the update", async () => {
      const tag = (value: string) => () =>
        instance({ associatePublicIpAddress: true, tags: { Exposure: other().apply(() => value) } })();
      assert.deepEqual(await byPhase(tag("private")), [0, 1]);
      assert.deepEqual(await byPhase(tag("public")), [0, 0]);
      const tags = () =>
        instance({ associatePublicIpAddress: true, tags: other().apply(() => ({ Name: "app" })) })();
      assert.deepEqual(await byPhase(tags), [0, 1]);
      const instanceTags = () =>
        publicTemplate({
          tagSpecifications: [{ resourceType: other().apply(() => "volume"), tags: PUBLIC }],
        })();
      assert.deepEqual(await byPhase(instanceTags), [0, 1]);
    });

    it("as another tag or beside the flag hides nothing", async () => {
      const program = () =>
        publicTemplate({
          imageId: other(),
          tags: { Owner: other() },
          networkInterfaces: [{ subnetId: other(), associatePublicIpAddress: "true" }],
        })();
      assert.deepEqual(await verdict([policy], program), FLAGGED);
    });
  });

  describe("remediation", () => {
    const unknown = () => new aws.ec2.Eip("other", {}).id;
    it("keeps secrets and unknown values, and passes afterwards", async () => {
      const program = (flag: pulumi.Input<string>) => () =>
        template({
          userData: pulumi.secret("c2VjcmV0"),
          imageId: unknown(),
          networkInterfaces: [
            { associatePublicIpAddress: flag, subnetId: unknown(), deleteOnTermination: "true" },
            pulumi.secret({ associatePublicIpAddress: flag, description: "secret" }),
            { associatePublicIpAddress: "false" },
          ],
          tags: { Owner: pulumi.secret("team"), Stage: unknown() },
        })();
      const before = await theApp(program("true"));
      const after = await remediated(policy, before);
      assert.deepEqual(after, (await theApp(program("false"))).inputs);
      assert.deepEqual(await judge([policy], [{ ...before, inputs: after, outputs: after }]), []);
    });

    it("keeps a secret flag secret", async () => {
      const program = (flag: boolean) => instance({ associatePublicIpAddress: pulumi.secret(flag) });
      assert.deepEqual(
        await remediated(replacing, await theApp(program(true))),
        (await theApp(program(false))).inputs,
      );
    });

    it("leaves alone what is public, undecided or exempt", async () => {
      const left = async (args: aws.ec2.InstanceArgs, changed = replacing) =>
        remediated(changed, await theApp(instance({ associatePublicIpAddress: true, ...args })));
      assert.notEqual(await left({}), undefined);
      assert.equal(await left({ tags: PUBLIC }), undefined);
      assert.equal(
        await remediated(
          replacing,
          await theApp(() => instance({ associatePublicIpAddress: true, tags: { Tier: unknown() } })()),
        ),
        undefined,
      );
      const exemptions = [{ resource: "*::app", reason: "a honeypot" }];
      assert.equal(await left({}, configured(policy, { exemptions, allowReplacement: true })), undefined);
    });
  });

  it("passes what is exempt", async () => {
    const program = instance({ associatePublicIpAddress: true });
    const exempt = (resource: string) =>
      configured(policy, { exemptions: [{ resource, reason: "a honeypot" }] });
    assert.deepEqual(await verdict([exempt("*::app")], program), []);
    assert.deepEqual(await verdict([exempt("*::web")], program), FLAGGED);
  });
});

async function theApp(program: () => unknown): Promise<Registered> {
  const resource = (await runProgram(program, "preview")).find(({ name }) => name === "app");
  assert.ok(resource !== undefined);
  return resource;
}
