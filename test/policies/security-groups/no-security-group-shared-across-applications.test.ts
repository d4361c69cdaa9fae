import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/security-groups/no-security-group-shared-across-applications";
import { configured } from "../../harness/configured";
import { flagging } from "../../harness/flagging";
import { judge, judgeProgram } from "../../harness/judge";
import { runProgram } from "../../harness/program";

const NAME = "no-security-group-shared-across-applications";

const { flags, passes } = flagging(policy);

const MACHINE = { ami: "ami-1", instanceType: "t3.micro" };
const base64 = (text: string) => Buffer.from(text).toString("base64");

type Args = Partial<aws.ec2.InstanceArgs>;

const shared =
  (...all: Args[]) =>
  () => {
    const { id } = new aws.ec2.SecurityGroup("web", {});
    for (const [i, args] of all.entries()) {
      new aws.ec2.Instance(`host-${i}`, { ...MACHINE, vpcSecurityGroupIds: [id], ...args });
    }
  };
const tagged = (...all: Record<string, string>[]) => shared(...all.map((tags) => ({ tags })));

describe(NAME, () => {
  describe("by applications", () => {
    it("flags a group on two of them, by any of the tags", async () => {
      await flags(tagged({ Application: "shop" }, { Application: "billing" }), ["web"]);
      await flags(tagged({ App: "shop" }, { Service: "billing" }), ["web"]);
      await passes(tagged({ Application: "shop" }, { app: " SHOP " }));
      await passes(tagged({ Application: "shop" }, {}));
      await passes(tagged({ Application: "shop", Service: "cart" }, { Application: "shop", Service: "pay" }));
    });

    it("takes other tags", async () => {
      const applicationTags = ["Team"];
      await flags(tagged({ Team: "a" }, { Team: "b" }), ["web"], configured(policy, { applicationTags }));
      await passes(tagged({ Team: "a" }, { Team: "b" }));
      await passes(tagged({ App: "a" }, { App: "b" }), configured(policy, { applicationTags }));
    });

    it("passes two of them with a group each", () =>
      passes(() => {
        for (const Application of ["shop", "billing"]) {
          const { id } = new aws.ec2.SecurityGroup(`${Application}-group`, {});
          const tags = { Application };
          new aws.ec2.Instance(Application, { ...MACHINE, vpcSecurityGroupIds: [id], tags });
        }
      }));
  });

  describe("by operating systems", () => {
    const LINUX = { userData: "#!/bin/bash\nyum update" };

    for (const [how, windows] of Object.entries<Args>({
      "tag OS": { tags: { OS: "Windows Server 2022" } },
      "tag Platform": { tags: { platform: "windows" } },
      "tag OperatingSystem": { tags: { OperatingSystem: "Win2019" } },
      getPasswordData: { getPasswordData: true },
      powershell: { userData: "<powershell>Start</powershell>" },
      script: { userData: "<script>start</script>" },
      "user data in Base64": {
        userDataBase64: base64("<powershell>\r\nStart-Service w3svc\r\n</powershell>"),
      },
    })) {
      it(`knows Windows by ${how}`, async () => {
        await flags(shared(LINUX, windows), ["web"]);
        await passes(shared(windows, { getPasswordData: true }));
        await passes(shared(windows, windows));
      });
    }

    for (const [how, linux] of Object.entries<Args>({
      "tag OS": { tags: { OS: "Amazon Linux 2023" } },
      "tag Platform": { tags: { Platform: "Ubuntu" } },
      "user data": LINUX,
      "user data in Base64": { userDataBase64: base64(LINUX.userData) },
      "directives for cloud-init": { userData: "#cloud-config\npackages: [nginx]" },
      "directives for cloud-init in Base64": { userDataBase64: base64("#cloud-config\n") },
    })) {
      it(`knows Linux by ${how}`, async () => {
        await flags(shared({ getPasswordData: true }, linux), ["web"]);
        await passes(shared(linux, LINUX));
      });
    }

    it("is silent on what says nothing", async () => {
      for (const args of [
        {},
        { getPasswordData: false },
        { userData: "Content-Type: multipart/mixed" },
        { userData: "# cloud-config" },
        { userData: "echo <powershell>" },
        { tags: { OS: "BeOS" } },
      ]) {
        await passes(shared(LINUX, args));
        await passes(shared({ getPasswordData: true }, args));
      }
    });

    it("asks tags before the rest", () =>
      passes(shared(LINUX, { tags: { OS: "linux" }, getPasswordData: true })));

    it("asks a launch template where the instance itself says nothing", async () => {
      const launched = (script: string) => () => {
        const { id } = new aws.ec2.SecurityGroup("web", {});
        new aws.ec2.Instance("host", { ...MACHINE, vpcSecurityGroupIds: [id], ...LINUX });
        const template = new aws.ec2.LaunchTemplate("template", {
          vpcSecurityGroupIds: [id],
          userData: base64(script),
        });
        new aws.ec2.Instance("launched", { launchTemplate: { id: template.id } });
      };
      await flags(launched("<powershell>Start</powershell>"), ["web"]);
      await passes(launched("#!/bin/sh"));
    });
  });

  it("says both in one finding, with one of each in the order of URNs", async () => {
    const program = shared(
      { tags: { App: "b" }, userData: "#!/bin/sh" },
      { tags: { App: "b" } },
      { tags: { App: "a" }, getPasswordData: true },
    );
    const resources = await runProgram(program, "update");
    for (const order of [resources, [...resources].reverse()]) {
      const found = await judge([policy], order);
      assert.equal(found.length, 1);
      assert.match(
        found[0]?.message ?? "",
        /it is on Instance host-0 \(b\) and Instance host-2 \(a\), and on Instance host-0 \(Linux\) and Instance host-2 \(Windows\)\./,
      );
    }
  });

  it("is silent on what is not known, and decides at the update", async () => {
    const unknown = (value: string) => new aws.s3.Bucket("bucket").id.apply(() => value);
    for (const program of [
      () => shared({ tags: { App: "a" } }, { tags: { App: unknown("b") } })(),
      () => shared({ getPasswordData: true }, { userData: unknown("#!/bin/sh") })(),
    ]) {
      assert.deepEqual(await judgeProgram([policy], program, "preview"), []);
      assert.equal((await judgeProgram([policy], program, "update")).length, 1);
    }
  });

  it("exempts", () => {
    const exemptions = [{ resource: "*::web", reason: "Both are the same team's." }];
    return passes(tagged({ App: "a" }, { App: "b" }), configured(policy, { exemptions }));
  });
});
