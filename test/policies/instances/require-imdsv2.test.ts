import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/instances/require-imdsv2";
import { configured } from "../../harness/configured";
import { judge, judgeInputs, judgeProgram, told, verdict } from "../../harness/judge";
import { runProgram } from "../../harness/program";
import { remediated } from "../../harness/remediate";

const NAME = "require-imdsv2";
const flagged = (...resources: string[]) => resources.map((resource) => `${NAME}: ${resource}`);

const MACHINE = { ami: "ami-0123456789abcdef0", instanceType: "t3.micro" };
const tokens = (httpTokens: unknown, more: object = {}) => ({ metadataOptions: { httpTokens, ...more } });
const later = <T>(value: T) => new aws.ec2.Eip("later", {}).id.apply(() => value);

const instance = (args: object = {}, options?: pulumi.CustomResourceOptions) =>
  new aws.ec2.Instance("web", { ...MACHINE, ...args } as never, options);
const template = (args: object = {}) => new aws.ec2.LaunchTemplate("template", args as never);
const defaults = (args: object, options?: pulumi.CustomResourceOptions) =>
  new aws.ec2.InstanceMetadataDefaults("defaults", args as never, options);

/** The types that say it themselves, called `web`. */
const SPEAKERS: Record<string, (options: object) => unknown> = {
  Instance: instance,
  SpotInstanceRequest: (options) => new aws.ec2.SpotInstanceRequest("web", { ...MACHINE, ...options }),
  LaunchTemplate: (options) => new aws.ec2.LaunchTemplate("web", options),
  LaunchConfiguration: ({ metadataOptions }: { metadataOptions?: object }) =>
    new aws.ec2.LaunchConfiguration("web", {
      imageId: MACHINE.ami,
      instanceType: "t3.micro",
      metadataOptions: metadataOptions && { httpEndpoint: "enabled", ...metadataOptions },
    }),
  InfrastructureConfiguration: ({ metadataOptions }: { metadataOptions?: object }) =>
    new aws.imagebuilder.InfrastructureConfiguration("web", {
      instanceProfileName: "builder",
      instanceMetadataOptions: metadataOptions as never,
    }),
};

describe(NAME, () => {
  for (const [type, make] of Object.entries(SPEAKERS)) {
    it(`flags ${type} where tokens are optional or nothing is said, and passes required ones`, async () => {
      assert.deepEqual(await verdict([policy], () => void make(tokens("optional"))), flagged("web"));
      assert.deepEqual(await verdict([policy], () => void make({})), flagged("web"));
      assert.deepEqual(await verdict([policy], () => void make(tokens(""))), flagged("web"));
      assert.deepEqual(await verdict([policy], () => void make(tokens("required"))), []);
    });

    it(`flags ${type} whose answers go further than two hops`, async () => {
      const hops = (httpPutResponseHopLimit: unknown) => () =>
        void make(tokens("required", { httpPutResponseHopLimit }));
      assert.deepEqual(await verdict([policy], hops(3)), flagged("web"));
      assert.deepEqual(await verdict([policy], hops(2)), []);
      assert.deepEqual(await verdict([configured(policy, { maxHops: 1 })], hops(2)), flagged("web"));
    });

    it(`decides on ${type} once its tokens are known`, async () => {
      const program = () => void make(tokens(later("optional")));
      assert.deepEqual(await judgeProgram([policy], program, "preview"), []);
      assert.notEqual((await judgeProgram([policy], program, "update")).length, 0);
    });
  }

  it("passes what does not answer at all", async () => {
    for (const type of ["Instance", "SpotInstanceRequest", "LaunchTemplate", "LaunchConfiguration"]) {
      const off = (httpEndpoint: string) => () =>
        void SPEAKERS[type]?.({ metadataOptions: { httpEndpoint, httpPutResponseHopLimit: 9 } });
      assert.deepEqual(await verdict([policy], off("disabled")), [], type);
      assert.deepEqual(await verdict([policy], off("enabled")), flagged("web"), type);
    }
  });

  it("flags a notebook that takes version 1, and passes one that does not", async () => {
    const notebook = (minimumInstanceMetadataServiceVersion?: string) => () =>
      new aws.sagemaker.NotebookInstance("web", {
        roleArn: "arn:aws:iam::123456789012:role/notebook",
        instanceType: "ml.t3.medium",
        ...(minimumInstanceMetadataServiceVersion !== undefined && {
          instanceMetadataServiceConfiguration: { minimumInstanceMetadataServiceVersion },
        }),
      });
    assert.deepEqual(await verdict([policy], notebook("1")), flagged("web"));
    assert.deepEqual(await verdict([policy], notebook()), flagged("web"));
    assert.deepEqual(await verdict([policy], notebook("2")), []);
  });

  it("takes a machine for on of which it says anything, though its template turns it off", async () => {
    const program = (own: object) => () => {
      const { id } = template({ metadataOptions: { httpEndpoint: "disabled" } });
      instance({ launchTemplate: { id }, ...own });
    };
    assert.deepEqual(await verdict([policy], program(tokens("optional"))), flagged("web"));
    assert.deepEqual(await verdict([policy], program({})), []);
  });

  it("takes a template's word where its machine has none, and the machine's own before it", async () => {
    const program = (ofTemplate: object, own: object) => () =>
      void instance({ launchTemplate: { id: template(ofTemplate).id }, ...own });
    assert.deepEqual(await verdict([policy], program(tokens("required"), {})), []);
    assert.deepEqual(await verdict([policy], program(tokens("optional"), {})), flagged("template", "web"));
    assert.deepEqual(await verdict([policy], program({}, {})), flagged("template", "web"));
    assert.deepEqual(
      await verdict([policy], program(tokens("required"), tokens("optional"))),
      flagged("web"),
    );
    assert.deepEqual(
      await verdict([policy], program({}, tokens("required"))),
      [],
      "nobody takes the template's",
    );
    const outside = () => void instance({ launchTemplate: { id: "lt-0123456789abcdef0" } });
    assert.deepEqual(await verdict([policy], outside), []);
  });

  it("judges fleets, groups and nodes by their templates, and launch specifications, which cannot say it", async () => {
    const launched = (options: object) => () => {
      const id = template(options).id;
      new aws.autoscaling.Group("group", {
        minSize: 1,
        maxSize: 2,
        mixedInstancesPolicy: { launchTemplate: { launchTemplateSpecification: { launchTemplateId: id } } },
      });
      new aws.ec2.Fleet("fleet", {
        launchTemplateConfigs: [{ launchTemplateSpecification: { launchTemplateId: id, version: "1" } }],
        targetCapacitySpecification: { defaultTargetCapacityType: "spot", totalTargetCapacity: 1 },
      });
      new aws.eks.NodeGroup("nodes", {
        clusterName: "c",
        nodeRoleArn: "arn:aws:iam::123456789012:role/nodes",
        subnetIds: ["subnet-0123456789abcdef0"],
        scalingConfig: { desiredSize: 1, maxSize: 1, minSize: 1 },
        launchTemplate: { id, version: "1" },
      });
    };
    assert.deepEqual(await verdict([policy], launched({})), flagged("template"));
    assert.deepEqual(await verdict([policy], launched(tokens("required"))), []);
    const specifications = (isPreferred: boolean) => () => {
      if (isPreferred) defaults({ httpTokens: "required" });
      const launchSpecifications = [{ ...MACHINE, iamInstanceProfile: "web" }];
      const iamFleetRole = "arn:aws:iam::123456789012:role/fleet";
      new aws.ec2.SpotFleetRequest("fleet", { iamFleetRole, targetCapacity: 1, launchSpecifications });
    };
    assert.deepEqual(await verdict([policy], specifications(false)), flagged("fleet"));
    assert.deepEqual(await verdict([policy], specifications(true)), []);
    const [said] = await judgeProgram([policy], specifications(false), "preview");
    assert.match(
      said?.message ?? "",
      /launchSpecifications\[0\]: it has no httpTokens, as a launch template has, so that/,
    );
  });

  it("takes the account's preference in the region, where neither machine nor template says anything", async () => {
    const program =
      (preference: object, own: object = {}) =>
      () => {
        defaults(preference);
        instance(own);
      };
    assert.deepEqual(await verdict([policy], program({ httpTokens: "required" })), []);
    assert.deepEqual(await verdict([policy], program({ httpTokens: "no-preference" })), flagged("web"));
    assert.deepEqual(await verdict([policy], program({})), flagged("web"));
    assert.deepEqual(await verdict([policy], program({ httpEndpoint: "disabled" })), []);
    assert.deepEqual(
      await verdict([policy], program({ httpTokens: "required" }, tokens("optional"))),
      flagged("web"),
    );
    const far = { httpTokens: "required", httpPutResponseHopLimit: 5 };
    assert.deepEqual(await verdict([policy], program(far)), flagged("web"));
    assert.deepEqual(await verdict([policy], program({ ...far, httpPutResponseHopLimit: -1 })), []);
  });

  it("takes no preference of another region or account for this one", async () => {
    const program = (region: string) => () => {
      const provider = (name: string, where: string) =>
        new aws.Provider(name, { region: where as aws.Region });
      defaults({ httpTokens: "required" }, { provider: provider("one", region) });
      instance({}, { provider: provider("other", "eu-west-1") });
    };
    assert.deepEqual(await verdict([policy], program("eu-west-1")), []);
    assert.deepEqual(await verdict([policy], program("us-east-1")), flagged("web"));
    const own = (region: string) => () => {
      defaults({ httpTokens: "required", region });
      instance({ region: "eu-west-1" });
    };
    assert.deepEqual(await verdict([policy], own("eu-west-1")), []);
    assert.deepEqual(await verdict([policy], own("us-east-1")), flagged("web"));
  });

  it("takes an image of the stack that supports nothing else, unless the account prefers otherwise", async () => {
    const program = (imdsSupport: string | undefined, preference?: string) => () => {
      const ami = new aws.ec2.Ami("image", { ...(imdsSupport !== undefined && { imdsSupport }) }).id;
      if (preference !== undefined) defaults({ httpTokens: preference });
      instance({ ami });
      template({ imageId: ami });
    };
    assert.deepEqual(await verdict([policy], program("v2.0")), []);
    assert.deepEqual(await verdict([policy], program(undefined)), flagged("template", "web"));
    assert.deepEqual(await verdict([policy], program("v2.0", "optional")), flagged("template", "web"));
    assert.deepEqual(await verdict([policy], program("v2.0", "no-preference")), []);
  });

  it("believes the cloud that a machine which is there wants tokens", async () => {
    const [web] = (await runProgram(() => instance(), "update")).filter(({ name }) => name === "web");
    assert.ok(web);
    const said = (httpTokens: string) =>
      judge([policy], [{ ...web, outputs: { ...web.outputs, metadataOptions: { httpTokens } } }]);
    assert.equal((await said("required")).length, 0);
    assert.equal((await said("optional")).length, 1);
  });

  describe("where the account turns the service off", () => {
    const off = (metadataOptions: object, region = "eu-west-1") => ({
      machine: () => {
        defaults({ httpEndpoint: "disabled", region: "eu-west-1" });
        instance({ metadataOptions, region });
      },
      template: () => {
        defaults({ httpEndpoint: "disabled", region: "eu-west-1" });
        template({ metadataOptions, region });
      },
    });
    const optional = { httpTokens: "optional" };
    const far = { httpTokens: "required", httpPutResponseHopLimit: 5 };

    it("passes a template, which is not on by itself, and reports nothing of it alone", async () => {
      for (const said of [optional, far, { ...optional, httpEndpoint: "" }]) {
        assert.deepEqual(await verdict([policy], off(said).template), []);
        assert.deepEqual(await verdict([policy], off(said, "us-east-1").template), flagged("template"));
        const on = { ...said, httpEndpoint: "enabled" };
        assert.deepEqual(await verdict([policy], off(on).template), flagged("template"));
      }
    });

    it("flags a machine of which the program says anything: its provider says that it is on", async () => {
      for (const said of [optional, far, { instanceMetadataTags: "enabled" }]) {
        assert.deepEqual(await verdict([policy], off(said).machine), flagged("web"));
        const disabled = { ...said, httpEndpoint: "disabled" };
        assert.deepEqual(await verdict([policy], off(disabled).machine), []);
      }
    });
  });

  it("stops the call itself where the resource says it, and leaves to the stack what others may say", async () => {
    const by = async (program: () => unknown) =>
      (await judgeProgram([policy], program, "update")).map((violation) => violation.by);
    assert.deepEqual(await by(() => instance(tokens("optional"))), ["resource"]);
    assert.deepEqual(await by(() => instance()), ["stack"]);
    assert.deepEqual(await by(() => instance({ metadataOptions: { httpEndpoint: "enabled" } })), ["stack"]);
    assert.deepEqual(await by(() => template(tokens("optional", { httpEndpoint: "enabled" }))), ["resource"]);
    assert.deepEqual(await by(() => template(tokens("optional"))), ["stack"]);
  });

  it("asks of a launch configuration for the endpoint without which its provider sends no tokens", async () => {
    const old = (metadataOptions?: object) => () =>
      new aws.ec2.LaunchConfiguration("web", {
        imageId: MACHINE.ami,
        instanceType: "t3.micro",
        ...(metadataOptions && { metadataOptions }),
      });
    const [said] = await judgeProgram([policy], old({ httpTokens: "required" }), "preview");
    assert.match(
      said?.message ?? "",
      /metadataOptions\.httpEndpoint does not say enabled, without which the provider/,
    );
    assert.deepEqual(
      await verdict([policy], () => void old({ httpEndpoint: "enabled", httpTokens: "required" })()),
      [],
    );
    const unknown = () => old({ httpEndpoint: later("enabled"), httpTokens: "optional" })();
    assert.deepEqual(await judgeProgram([policy], unknown, "preview"), []);
    assert.equal((await judgeProgram([policy], unknown, "update")).length, 1);
  });

  it("says where the answer comes from", async () => {
    const program = () => {
      defaults({ httpTokens: "optional" });
      instance();
      template({ metadataOptions: { httpPutResponseHopLimit: 8, httpTokens: "required" } });
    };
    const messages = (await judgeProgram([policy], program, "preview"))
      .map(({ message }) => message)
      .join("\n");
    assert.match(messages, /httpTokens of InstanceMetadataDefaults defaults is "optional", so that/);
    assert.match(messages, /metadataOptions\.httpPutResponseHopLimit is 8, more than 2\.\s/);
    const [alone] = await judgeProgram([policy], () => instance(), "preview");
    assert.equal(
      told(alone),
      "metadataOptions.httpTokens is left out, which means optional, so that one request forged through it is enough to get its credentials.",
    );
  });

  it("passes what is malformed until it is a word, and flags a word that means nothing", async () => {
    for (const bad of [true, 7.5, {}, [], null]) {
      const found = await verdict(
        [policy],
        () => void instance(tokens(bad, { httpPutResponseHopLimit: "far" })),
      );
      assert.ok(found.length <= 1, JSON.stringify(bad));
    }
    assert.deepEqual(
      await verdict([policy], () => void instance({ metadataOptions: "required" })),
      flagged("web"),
    );
    assert.deepEqual(await verdict([policy], () => void instance(tokens("yes"))), flagged("web"));
  });

  describe("remediation", () => {
    const mended = async (program: () => unknown, judging = policy) => {
      const [web] = (await runProgram(program, "preview")).filter(({ name }) => name === "web");
      assert.ok(web);
      const inputs = await remediated(judging, web);
      if (inputs === undefined) return undefined;
      assert.deepEqual(await judgeInputs([policy], { ...web, inputs }), []);
      return inputs;
    };

    it("requires tokens, beside what is there", async () => {
      const kept = { httpEndpoint: "enabled", httpPutResponseHopLimit: 1 };
      for (const make of [
        () => instance(tokens("optional", kept)),
        () => instance({ metadataOptions: kept }),
      ]) {
        const inputs = await mended(make);
        assert.deepEqual(inputs?.metadataOptions, { ...kept, httpTokens: "required" });
      }
      assert.deepEqual((await mended(() => instance()))?.metadataOptions, { httpTokens: "required" });
      assert.deepEqual((await mended(() => SPEAKERS.LaunchTemplate?.({})))?.metadataOptions, {
        httpTokens: "required",
      });
      const notebook = () =>
        new aws.sagemaker.NotebookInstance("web", {
          roleArn: "arn:aws:iam::1:role/x",
          instanceType: "ml.t3.medium",
        });
      assert.deepEqual((await mended(notebook))?.instanceMetadataServiceConfiguration, {
        minimumInstanceMetadataServiceVersion: "2",
      });
    });

    it("leaves alone what is right, unknown or a template's to say", async () => {
      assert.equal(await mended(() => instance(tokens("required"))), undefined);
      assert.equal(await mended(() => instance({ metadataOptions: [[["required"]]] })), undefined);
      assert.equal(await mended(() => instance(tokens(later("optional")))), undefined);
      assert.equal(await mended(() => instance({ launchTemplate: { id: "lt-1" } })), undefined);
      assert.equal(
        await mended(() => instance({ metadataOptions: { httpEndpoint: "disabled" } })),
        undefined,
      );
    });

    it("asks for leave only where that would mend", async () => {
      const toldAfter = async (options: object) => {
        const all = await runProgram(() => SPEAKERS.LaunchConfiguration?.(options), "preview");
        const web = all.find(({ name }) => name === "web");
        assert.ok(web !== undefined);
        await remediated(policy, web);
        return (await judgeInputs([policy], web)).map(({ message }) => message.includes("allowReplacement"));
      };
      assert.deepEqual(await toldAfter(tokens("optional")), [true]);
      assert.deepEqual(await toldAfter(tokens("required", { httpPutResponseHopLimit: 9 })), [false]);
      assert.deepEqual(await toldAfter(tokens("optional", { httpPutResponseHopLimit: 9 })), [false, false]);
    });

    it("replaces a launch configuration only with leave", async () => {
      const program = () => SPEAKERS.LaunchConfiguration?.({});
      assert.equal(await mended(program), undefined);
      const inputs = await mended(program, configured(policy, { allowReplacement: true }));
      assert.deepEqual(inputs?.metadataOptions, { httpEndpoint: "enabled", httpTokens: "required" });
    });
  });
});
