import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/security-groups/no-redundant-rule";
import { configured } from "../../harness/configured";
import { flagging } from "../../harness/flagging";
import { judge, judgeProgram, told } from "../../harness/judge";
import { runProgram } from "../../harness/program";

const NAME = "no-redundant-rule";

const { flags, passes } = flagging(policy);

type Ingress = aws.types.input.ec2.SecurityGroupIngress;

const tcp = (fromPort: number, toPort: number, ...cidrBlocks: string[]): Ingress => ({
  protocol: "tcp",
  fromPort,
  toPort,
  cidrBlocks,
});
const inline =
  (...ingress: Ingress[]) =>
  () =>
    new aws.ec2.SecurityGroup("web", { ingress });

const message = async (program: () => unknown) =>
  (await judgeProgram([policy], program, "preview")).map(told).join("\n");

describe(NAME, () => {
  it("flags a rule inside another, by block, ports or protocol, and passes one that reaches beyond", async () => {
    await flags(inline(tcp(22, 22, "10.0.0.0/8"), tcp(22, 22, "10.1.0.0/16")), ["web"]);
    await passes(inline(tcp(22, 22, "10.0.0.0/8"), tcp(22, 22, "11.0.0.0/16")));
    await flags(inline(tcp(0, 65535, "10.0.0.0/8"), tcp(22, 22, "10.0.0.0/8")), ["web"]);
    await passes(inline(tcp(22, 80, "10.0.0.0/8"), tcp(80, 81, "10.0.0.0/8")));
    const every = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["10.0.0.0/8"] };
    await flags(inline(every, tcp(22, 22, "10.0.0.0/8")), ["web"]);
    await flags(inline({ ...every, protocol: "ICMP", fromPort: 8, toPort: 0 }, every), ["web"]);
    await passes(inline(every, { ...every, cidrBlocks: ["fd00::/8"] }));
    await passes(inline(tcp(22, 22, "10.0.0.0/8"), { ...tcp(22, 22, "10.0.0.0/8"), protocol: "udp" }));
  });

  it("flags a rule inside several together, and one split over ports as well as blocks", async () => {
    const halves = (from: number) =>
      inline(tcp(20, 22, "10.0.0.0/9"), tcp(from, 25, "10.128.0.0/9"), tcp(22, 22, "10.0.0.0/8"));
    await flags(halves(22), ["web"]);
    await passes(halves(23));
    const pieces = (from: number) =>
      inline(
        tcp(1, 10, "10.0.0.0/9"),
        tcp(from, 20, "10.0.0.0/8"),
        tcp(1, 10, "10.128.0.0/9"),
        tcp(2, 19, "10.0.0.0/8"),
      );
    await flags(pieces(11), ["web"]);
    await passes(pieces(12));
  });

  it("looks inside one rule's blocks", async () => {
    await flags(inline(tcp(22, 22, "10.0.0.0/8", "10.1.0.0/16")), ["web"]);
    await passes(inline(tcp(22, 22, "10.0.0.0/8", "11.1.0.0/16")));
  });

  it("reports the later of two equal rules, in whatever order the resources come", async () => {
    const program = () => {
      const securityGroupId = new aws.ec2.SecurityGroup("web", {}).id;
      for (const name of ["b", "a", "c"]) {
        const block = { cidrIpv4: "10.0.0.0/8", ipProtocol: "tcp", fromPort: 22, toPort: 22 };
        new aws.vpc.SecurityGroupIngressRule(name, { securityGroupId, ...block });
      }
    };
    await flags(program, ["b", "c"]);
    const resources = await runProgram(program, "update");
    const found = await judge([policy], [...resources].reverse());
    assert.deepEqual(found.map(({ resource }) => resource).sort(), ["b", "c"]);
  });

  it("reports of rules that hold each other only what could all go together", () =>
    message(inline(tcp(1, 10, "10.0.0.0/8"), tcp(5, 15, "10.0.0.0/8"), tcp(8, 20, "10.0.0.0/8"))).then(
      (text) => {
        assert.match(text, /^ingress\[1\] \(tcp 5-15 from 10\.0\.0\.0\/8\) lies inside /);
        assert.doesNotMatch(text, /ingress\[[02]\] \([^)]*\) lies/);
      },
    ));

  it("keeps directions and groups apart, and joins every form of rule", async () => {
    await passes(
      () =>
        new aws.ec2.SecurityGroup("web", {
          ingress: [tcp(22, 22, "10.0.0.0/8")],
          egress: [tcp(22, 22, "10.0.0.0/8")],
        }),
    );
    await flags(
      () =>
        new aws.ec2.SecurityGroup("web", {
          egress: [tcp(22, 22, "10.0.0.0/8"), tcp(22, 22, "10.0.0.0/8")],
        }),
      ["web"],
    );
    const standalone = (same: boolean) => () => {
      const [one, other] = ["one", "other"].map((name) => new aws.ec2.SecurityGroup(name, {}).id);
      new aws.ec2.SecurityGroupRule("wide", {
        type: "ingress",
        securityGroupId: one ?? "",
        protocol: "tcp",
        fromPort: 0,
        toPort: 65535,
        cidrBlocks: ["0.0.0.0/0"],
      });
      new aws.vpc.SecurityGroupIngressRule("narrow", {
        securityGroupId: (same ? one : other) ?? "",
        ipProtocol: "6",
        fromPort: 443,
        toPort: 443,
        cidrIpv4: "10.0.0.0/8",
      });
    };
    await flags(standalone(true), ["narrow"]);
    await passes(standalone(false));
  });

  it("never takes a group for part of a block, and knows one by its reference", async () => {
    const program = (first: object, second: object) => () => {
      const { id } = new aws.ec2.SecurityGroup("web", {});
      const other = new aws.ec2.SecurityGroup("other", {}).id;
      const fill = (args: object) =>
        Object.fromEntries(
          Object.entries(args).map(([key, value]) => [
            key,
            value === "own" ? id : value === "other" ? other : value,
          ]),
        );
      const common = { type: "ingress", securityGroupId: id, protocol: "tcp", fromPort: 22, toPort: 22 };
      new aws.ec2.SecurityGroupRule("a", { ...common, ...fill(first) });
      new aws.ec2.SecurityGroupRule("b", { ...common, ...fill(second) });
    };
    await passes(program({ cidrBlocks: ["0.0.0.0/0"] }, { sourceSecurityGroupId: "other" }));
    await passes(program({ self: true }, { sourceSecurityGroupId: "other" }));
    await flags(program({ sourceSecurityGroupId: "other" }, { sourceSecurityGroupId: "other" }), ["b"]);
    await flags(program({ self: true }, { sourceSecurityGroupId: "own" }), ["b"]);
  });

  it("takes a prefix list of the stack for its entries, and another one for itself alone", async () => {
    const program =
      (entry: string, listFirst: boolean, outside = false) =>
      () => {
        const list = new aws.ec2.ManagedPrefixList("list", {
          addressFamily: "IPv4",
          maxEntries: 2,
          entries: [{ cidr: entry }],
        });
        const rule = { protocol: "tcp", fromPort: 22, toPort: 22 };
        const rules = [{ ...rule, prefixListIds: [outside ? "pl-1" : list.id] }, tcp(22, 22, "10.0.0.0/8")];
        new aws.ec2.SecurityGroup("web", { ingress: listFirst ? rules : [...rules].reverse() });
      };
    await flags(program("10.1.0.0/16", true), ["web"]);
    await flags(program("0.0.0.0/0", true), ["web"]);
    await passes(program("11.0.0.0/8", true));
    await passes(program("10.1.0.0/16", true, true));
    await flags(() => {
      const rule = { protocol: "tcp", fromPort: 22, toPort: 22, prefixListIds: ["pl-1"] };
      new aws.ec2.SecurityGroup("web", { ingress: [rule, rule] });
    }, ["web"]);
  });

  it("lets only what is certain hold others, and decides what no value could change", async () => {
    const unknown = (value: number) => new aws.s3.Bucket(`bucket-${value}`).id.apply(() => value);
    const program = (wide: boolean, first: pulumi.Input<number>) => () => {
      const port = pulumi.output(first);
      const rules = [
        tcp(wide ? 0 : 443, wide ? 65535 : 443, "10.0.0.0/8"),
        { ...tcp(0, 0, "10.0.0.0/8"), fromPort: port, toPort: port },
      ];
      new aws.ec2.SecurityGroup("web", { ingress: rules });
    };
    await flags(() => program(true, unknown(443))(), ["web"]);
    const undecided = () => program(false, unknown(443))();
    assert.deepEqual(await judgeProgram([policy], undecided, "preview"), []);
    assert.equal((await judgeProgram([policy], undecided, "update")).length, 1);
    const holder = () => {
      const cidrBlocks = [new aws.s3.Bucket("bucket").id.apply(() => "0.0.0.0/0")];
      new aws.ec2.SecurityGroup("web", {
        ingress: [tcp(22, 22, "10.0.0.0/8"), { ...tcp(22, 22), cidrBlocks }],
      });
    };
    assert.deepEqual(await judgeProgram([policy], holder, "preview"), []);
    assert.equal((await judgeProgram([policy], holder, "update")).length, 1);
  });

  it("leaves out what AWS would refuse", async () => {
    await passes(inline(tcp(22, 22, "10.0.0.0/8", "10.0.0.0/33"), tcp(22, 22, "10.0.0.0/8")));
    await passes(inline(tcp(65535, 0, "10.0.0.0/8"), tcp(22, 22, "10.0.0.0/8")));
    await passes(inline(tcp(0, 65535, "10.0.0.0/8"), tcp(70000, 70000, "10.0.0.0/8")));
    await passes(() => new aws.ec2.SecurityGroup("web", { ingress: [null, 7, {}] as never }));
  });

  it("finds nothing in what a refresh lists of standalone rules", async () => {
    const program = () => {
      const securityGroupId = new aws.ec2.SecurityGroup("web", {}).id;
      const block = { cidrIpv4: "10.0.0.0/8", ipProtocol: "tcp", fromPort: 22, toPort: 22 };
      new aws.vpc.SecurityGroupIngressRule("rule", { securityGroupId, ...block });
    };
    const resources = (await runProgram(program, "update")).map((one) =>
      one.name === "web"
        ? { ...one, outputs: { ...one.outputs, ingress: [tcp(22, 22, "10.0.0.0/8")] } }
        : one,
    );
    assert.deepEqual(await judge([policy], resources), []);
  });

  it("names rules of another resource by both, and of many the first", async () => {
    const beside = () => {
      const { id } = new aws.ec2.SecurityGroup("web", { ingress: [tcp(22, 22, "10.0.0.0/8")] });
      const rule = { securityGroupId: id, ipProtocol: "tcp", fromPort: 22, toPort: 22 };
      new aws.vpc.SecurityGroupIngressRule("narrow", { ...rule, cidrIpv4: "10.1.0.0/16" });
    };
    assert.equal(
      await message(beside),
      "it (tcp 22 from 10.1.0.0/16) lies inside ingress[0] of SecurityGroup web (tcp 22 from 10.0.0.0/8).",
    );
    const many = (count: number) =>
      inline(tcp(0, 99, "10.0.0.0/8"), ...Array.from({ length: count }, (_, i) => tcp(i, i, "10.0.0.0/8")));
    const texts = [1, 2, 3].map(
      (i) => `ingress[${i}] (tcp ${i - 1} from 10.0.0.0/8) lies inside ingress[0] (tcp 0-99 from 10.0.0.0/8)`,
    );
    assert.equal(await message(many(3)), `${texts.join("; ")}.`);
    assert.equal(await message(many(5)), `${texts.join("; ")}; and so do 2 more.`);
  });

  it("names what holds a rule, and no more than it takes", async () => {
    const blocks = ["10.0.0.0/9", "10.64.0.0/10", "10.128.0.0/9", "10.0.0.0/8"];
    const [first, second, third, fourth] = blocks.map((block, i) => `ingress[${i}] (tcp 22 from ${block})`);
    const redundant = `${second} lies inside ${first}; ${fourth} lies inside ${first} and ${third} together.`;
    const said = await message(inline(...blocks.map((block) => tcp(22, 22, block))));
    assert.ok(said.includes(redundant), said);
    assert.match(
      await message(() => {
        const securityGroupId = new aws.ec2.SecurityGroup("web", {}).id;
        const rule = { securityGroupId, ipProtocol: "tcp", fromPort: 22, toPort: 22 };
        new aws.vpc.SecurityGroupEgressRule("wide", { ...rule, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" });
        new aws.vpc.SecurityGroupEgressRule("narrow", { ...rule, cidrIpv4: "10.0.0.0/8" });
      }),
      /^it \(tcp 22 to 10\.0\.0\.0\/8\) lies inside SecurityGroupEgressRule wide \(every protocol to 0\.0\.0\.0\/0\)\./,
    );
  });

  it("exempts", () => {
    const exemptions = [{ resource: "*::web", reason: "The office's block is to go first." }];
    return passes(
      inline(tcp(22, 22, "10.0.0.0/8"), tcp(22, 22, "10.1.0.0/16")),
      configured(policy, { exemptions }),
    );
  });
});
