import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { DEFAULT_VOCABULARY } from "../../network/names/vocabulary";
import { Session } from "../../network/session";
import { type Analyzer, guarded, isDoorStanding, openDoor } from "../../pack/door";
import type { OwnPack } from "../../pack/own";
import { policies } from "../../policies";
import noInternetPathToPrivateInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import noMalformedRule from "../../policies/security-groups/no-malformed-rule";
import noPublicSshRdp from "../../policies/security-groups/no-public-ssh-rdp";
import noUnusedSecurityGroup from "../../policies/security-groups/no-unused-security-group";
import type { Resource } from "../../stack/resource";
import { exampleProgram } from "../examples";
import { judge, judgedWhole, summary } from "../harness/judge";
import { runProgram } from "../harness/program";

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const secret = (value: unknown) => ({ ...SECRET, value });

const { Server } = createRequire(require.resolve("@pulumi/policy"))("@grpc/grpc-js");

describe("the door", () => {
  it("shows policies what the SDK shows them, in both phases", async () => {
    const program = () => {
      const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
      const group = new aws.ec2.SecurityGroup("web", {
        vpcId: vpc.id,
        ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }],
      });
      return { group: group.id, asset: new pulumi.asset.StringAsset("text"), nothing: null };
    };
    for (const phase of ["preview", "update"] as const) {
      const resources = await runProgram(program, phase);
      const bySdk = await judge(policies, resources, { through: "sdk" });
      assert.ok(bySdk.length > 3);
      assert.deepEqual(await judge(policies, resources, { through: "door" }), bySdk);
      assert.deepEqual(await judge(policies, resources), bySdk);
    }
  });

  for (const [example, phase, outputsAlone] of [
    ["leaky", "preview", false],
    ["leaky", "update", true],
    ["ecs-leaky", "update", false],
  ] as const) {
    const what = `${example}, ${outputsAlone ? "audit" : phase}`;
    it(`says what the SDK does where every policy is broken: ${what}`, async () => {
      const resources = await runProgram(exampleProgram(example), phase);
      const bySdk = await judge(policies, resources, { through: "sdk", outputsAlone });
      assert.deepEqual(await judge(policies, resources, { through: "door", outputsAlone }), bySdk);
      assert.deepEqual(await judge(policies, resources, { outputsAlone }), bySdk);
    });
  }

  it("answers as the SDK would for the same policies, in every field, but for what judges the stack alone", async () => {
    const resources = await runProgram(() => {
      const group = new aws.ec2.SecurityGroup("web-prod", {
        ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
      });
      new aws.s3.Bucket("logs-dev", {}, { parent: group });
    }, "preview");
    const ofStack = new Set(policies.filter(({ scope }) => scope === "stack").map(({ name }) => name));
    const toldOf = (answer: analyzer.AnalyzeResponse) => {
      const { diagnosticsList, notApplicableList } = answer.toObject();
      const unconcerned = notApplicableList.map(({ policyName, reason }) => `${policyName}: ${reason}`);
      return {
        diagnosticsList,
        unconcerned: unconcerned.filter((one) => !ofStack.has(one.split(":")[0] ?? "")).sort(),
      };
    };
    const answers = async (showing: object) => (await judgedWhole(policies, resources, showing)).map(toldOf);
    const ours = await answers({ through: "door" });
    assert.deepEqual(ours, await answers({ through: "sdk" }));
  });

  it("says of every resource that what mends, and judges the stack alone, does not apply", async () => {
    const resources = await runProgram(() => void new aws.s3.Bucket("logs-dev"), "preview");
    const [bucket] = await judgedWhole(policies, resources, { through: "door" });
    const names = bucket?.toObject().notApplicableList.map(({ policyName }) => policyName);
    const counted = policies.filter(({ scope, remediateResource }) => scope === "stack" && remediateResource);
    assert.ok(counted.length > 0);
    assert.deepEqual(
      counted.filter(({ name }) => !names?.includes(name)),
      [],
    );
  });

  it("knows what the provider has filled in, which the engine shows to remediations alone", () => {
    const urn = "urn:pulumi:dev::a::aws:rds/instance:Instance::main";
    const seen: unknown[] = [];
    const service = guarded(
      {
        analyze: () => seen.push(Session.current.networkOfResource({ urn } as never).resources[0]?.declared),
        remediate: () => undefined,
      } as unknown as Analyzer,
      () => [],
    );
    const request = (inputs: object) =>
      new analyzer.AnalyzeRequest().setUrn(urn).setProperties(Struct.fromJavaScript(inputs as never));
    const inputs = { storageEncrypted: false };
    for (const marks of [{ __defaults: ["storageEncrypted"] }, {}]) {
      const bytes = request({ ...inputs, ...marks }).serializeBinary();
      service.remediate?.({ request: bytes } as never, () => undefined);
      service.analyze({ request: request(inputs) } as never, () => undefined);
    }
    assert.deepEqual(seen, [{ ...inputs, __defaults: ["storageEncrypted"] }, inputs]);
  });

  describe("reads a request once, before the SDK", () => {
    const [type, parent] = ["aws:ec2/vpc:Vpc", "urn:pulumi:dev::a::my:index:Site::site"];
    const urn = `urn:pulumi:dev::a::${type}::main`;
    const struct = (values: object) => Struct.fromJavaScript(values as never);
    const provider = new analyzer.AnalyzerProviderResource().setProperties(struct({ region: "eu-west-1" }));
    const options = new analyzer.AnalyzerResourceOptions().setParent(parent);
    const named = <One extends analyzer.AnalyzeRequest | analyzer.AnalyzerResource>(one: One) =>
      one.setUrn(urn).setType(type).setName("main") as One;
    const factsOf = (resource: Resource | undefined) => ({
      ...{ urn: resource?.urn, type: resource?.type, name: resource?.name, parent: resource?.parent },
      ...{ declared: resource?.declared, settled: resource?.settled, provider: resource?.provider },
      dependencies: [...(resource?.dependencies ?? [])],
    });
    const nothing = { declared: undefined, settled: undefined, provider: {}, parent: undefined };

    type Method = "analyze" | "analyzeStack";
    /** What stands at the door while the SDK handles a request, and what is answered. */
    function asked(method: Method, request: object) {
      const seen: unknown[] = [];
      const network = () =>
        method === "analyze"
          ? Session.current.networkOfResource({ urn, props: {}, type, name: "main", opts: {} } as never)
          : Session.current.networkOfStack({ resources: [] } as never);
      const handle = (_: unknown, callback: (...answer: unknown[]) => void) => {
        seen.push(...network().resources.map(factsOf));
        callback(null, "an answer");
      };
      Session.begin(new Map());
      const service = guarded({ [method]: handle } as unknown as Analyzer, () => []);
      let answered: unknown[] = [];
      let left: unknown;
      service[method]({ request } as never, (...answer) => {
        answered = answer;
        left = network().resources[0]?.settled ?? network().resources[0]?.declared;
      });
      return { seen, answered, left };
    }

    it("of a resource", () => {
      const request = named(new analyzer.AnalyzeRequest())
        .setProperties(struct({ cidrBlock: "10.0.0.0/16" }))
        .setProvider(provider)
        .setOptions(options);
      const { seen, answered, left } = asked("analyze", request);
      const facts = { urn, type, name: "main", dependencies: [], settled: undefined };
      const told = { declared: { cidrBlock: "10.0.0.0/16" }, provider: { region: "eu-west-1" }, parent };
      assert.deepEqual(seen, [{ ...facts, ...told }]);
      assert.deepEqual([answered, left], [[null, "an answer"], {}]);
      const bare = asked("analyze", named(new analyzer.AnalyzeRequest()));
      assert.deepEqual(bare.seen, [{ ...facts, ...nothing, declared: {} }]);
    });

    it("of a stack", () => {
      const resource = named(new analyzer.AnalyzerResource())
        .setProperties(struct({ cidrBlock: "10.0.0.0/16", id: "vpc-1" }))
        .setProvider(provider)
        .setParent(parent);
      const pool = "urn:pulumi:dev::a::aws:ec2/vpcIpamPool:VpcIpamPool::pool";
      const behind = new analyzer.AnalyzerPropertyDependencies().setUrnsList([pool]);
      resource.getPropertydependenciesMap().set("ipv4IpamPoolId", behind);
      const byOptions = new analyzer.AnalyzerResource().setUrn(`${urn}2`).setType(type).setName("main2");
      const request = new analyzer.AnalyzeStackRequest().setResourcesList([
        resource,
        byOptions.setOptions(options),
      ]);
      const { seen, answered, left } = asked("analyzeStack", request);
      const told = {
        settled: { cidrBlock: "10.0.0.0/16", id: "vpc-1" },
        provider: { region: "eu-west-1" },
        parent,
      };
      assert.deepEqual(seen, [
        { urn, type, name: "main", declared: undefined, ...told, dependencies: [["ipv4IpamPoolId", [pool]]] },
        { ...nothing, urn: `${urn}2`, type, name: "main2", settled: {}, parent, dependencies: [] },
      ]);
      assert.deepEqual([answered, left], [[null, "an answer"], undefined]);
    });

    it("and answers itself where it cannot be read", () => {
      const bare = named(new analyzer.AnalyzeRequest()).setProvider(new analyzer.AnalyzerProviderResource());
      assert.equal(asked("analyze", bare).seen.length, 1);
      const { seen, answered } = asked("analyze", {});
      assert.deepEqual(seen, []);
      assert.ok(answered[0] instanceof TypeError);
    });
  });

  it("begins a run, of a stack with its tags, as the engine tells it of the stack", () => {
    const handled: unknown[] = [];
    const configureStack = (call: unknown) => void handled.push(call);
    const service = guarded({ configureStack } as unknown as Analyzer, () => []);
    const request = new analyzer.AnalyzerStackConfigureRequest();
    request.getTagsMap().set("environment", "prod");
    const before = Session.current;
    service.configureStack({ request } as never, () => undefined);
    assert.notEqual(Session.current, before);
    assert.equal(handled.length, 1, "the SDK hears of it too");
    const vpc = { urn: "urn:pulumi:dev::a::aws:ec2/vpc:Vpc::main", type: "aws:ec2/vpc:Vpc", name: "main" };
    Session.current.admitStack([vpc]);
    const network = Session.current.networkOfStack({ resources: [] } as never);
    assert.equal(
      network.environmentOfStack(network.resources[0] as Resource, DEFAULT_VOCABULARY),
      "production",
    );
    Session.begin(new Map());
  });

  it("tells the engine defaults alone once a run has begun, and others the schemas whole", async () => {
    const { makeAnalyzerInfo } = require("@pulumi/policy/protoutil");
    const getAnalyzerInfo = (_: unknown, callback: (...answer: unknown[]) => void) =>
      callback(null, makeAnalyzerInfo("pack", "1.0.0", "advisory", { policies: [noPublicSshRdp] }));
    const configureStack = () => undefined;
    const service = guarded({ getAnalyzerInfo, configureStack } as unknown as Analyzer, () => [], {
      checked: ["no-public-ssh-rdp"],
    });
    const ports = () =>
      new Promise((resolve) =>
        service.getAnalyzerInfo({} as never, (_, info) => {
          const [policy] = (info as analyzer.AnalyzerInfo).getPoliciesList();
          resolve(policy?.getConfigschema()?.getProperties()?.toJavaScript().ports);
        }),
      );
    assert.equal(((await ports()) as { type: string }).type, "array");
    service.configureStack(
      { request: new analyzer.AnalyzerStackConfigureRequest() } as never,
      () => undefined,
    );
    assert.deepEqual(await ports(), { default: [22, 3389] });
  });

  it("takes what is configured by a former name for the present one, over its defaults, and refuses what is wrong there", () => {
    const configuredWith = (options: Record<string, string>) => {
      const asked: [string, Record<string, unknown>][] = [];
      const accepted: string[] = [];
      const info = { getPoliciesList: () => [{ getName: () => "no-new" }] };
      const service = guarded(
        {
          getAnalyzerInfo: (_: unknown, callback: (...answer: unknown[]) => void) => callback(null, info),
          configure: ({ request }: { request: analyzer.ConfigureAnalyzerRequest }) => {
            const level = request.getPolicyconfigMap().get("no-new")?.getEnforcementlevel();
            accepted.push(`${[...request.getPolicyconfigMap().keys()]} at ${level}`);
          },
        } as unknown as Analyzer,
        (configuration) => {
          asked.push(...configuration);
          return options.size === "wrong" ? ["size: is wrong"] : [];
        },
        { aliases: new Map([["no-old", "no-new"]]) },
      );
      const request = new analyzer.ConfigureAnalyzerRequest();
      const config = (level: 0 | 1, values: Record<string, string>) =>
        new analyzer.PolicyConfig().setEnforcementlevel(level).setProperties(Struct.fromJavaScript(values));
      request.getPolicyconfigMap().set("no-new", config(1, { size: "small", shape: "round" }));
      request.getPolicyconfigMap().set("no-old", config(0, options));
      let failure: unknown;
      service.configure({ request } as never, (error) => {
        failure = error;
      });
      return { asked, accepted, failure };
    };
    const { asked, accepted } = configuredWith({ size: "large" });
    assert.deepEqual(asked, [["no-new", { size: "large", shape: "round" }]]);
    assert.deepEqual(accepted, [`no-new at ${analyzer.EnforcementLevel.ADVISORY}`]);
    const wrong = configuredWith({ size: "wrong" });
    assert.deepEqual(
      [wrong.accepted, (wrong.failure as { details?: string }).details],
      [[], "size: is wrong"],
    );
  });

  it("stands before the next service of an analyzer and no other", () => {
    const { addService } = Server.prototype;
    const added: unknown[] = [];
    Server.prototype.addService = (_: unknown, implementation: unknown) => void added.push(implementation);
    try {
      openDoor(() => []);
      const other = { analyze: () => undefined };
      Server.prototype.addService({}, other);
      assert.equal(added[0], other, "a service that looks different is left alone");
      assert.equal(isDoorStanding(), false);
    } finally {
      Server.prototype.addService = addService;
    }
  });

  it("stands where the SDK hands a pack's service to gRPC, and answers some calls on the stream", () => {
    const file = require.resolve("../../pack/door");
    const cached = require.cache[file];
    delete require.cache[file];
    // Whether a door stands, a process knows once.
    const fresh = require(file) as typeof import("../../pack/door");
    require.cache[file] = cached;
    const { addService } = Server.prototype;
    const added: [object, Record<string, unknown>, Record<string, (...args: unknown[]) => unknown>][] = [];
    const add = function (this: object, service: never, implementation: never) {
      added.push([this, service, implementation]);
    };
    Server.prototype.addService = add;
    const asked: string[] = [];
    const names = [
      ...["analyze", "analyzeStack", "remediate", "configure", "configureStack", "getAnalyzerInfo"],
      "getPluginInfo",
    ];
    const analyzerOf = Object.fromEntries(names.map((name) => [name, () => asked.push(name)]));
    const service = Object.fromEntries(names.map((name) => [name, { path: `/pack/${name}` }]));
    const http2Server = new EventEmitter();
    const server = {
      http2Servers: new Map([[http2Server, {}]]),
      bindAsync: (_: string, __: unknown, done: (failure: unknown, port: number) => void) => done(null, 1),
    };
    try {
      fresh.openDoor(() => []);
      Server.prototype.addService.call(server, service, analyzerOf);
      assert.equal(Server.prototype.addService, add);
    } finally {
      Server.prototype.addService = addService;
    }
    const [onto, read, door] = added[0] ?? [];
    assert.equal(onto, server);
    assert.deepEqual(Object.keys(read ?? {}), names);
    assert.deepEqual([fresh.isDoorStanding(), fresh.isRunBegun()], [true, false]);
    const request = new analyzer.AnalyzerStackConfigureRequest();
    door?.configureStack?.({ request }, () => undefined);
    door?.getPluginInfo?.({}, () => undefined);
    assert.deepEqual([asked, fresh.isRunBegun()], [["configureStack", "getPluginInfo"], true]);
    server.bindAsync("", undefined, () => undefined);
    const onStream = names.filter((name) => {
      const stream = new EventEmitter();
      http2Server.emit("stream", stream, { ":path": `/pack/${name}`, "content-type": "application/grpc" });
      return stream.listenerCount("end") > 0;
    });
    assert.deepEqual(onStream, ["analyze", "remediate"]);
    Session.begin(new Map());
  });

  it("takes what the engine could not decrypt for unknown, and no malformed value", async () => {
    const said = async (cidr: string) => {
      const resources = await runProgram(() => {
        new aws.ec2.SecurityGroup("web", {
          vpcId: "vpc-1",
          ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [cidr] }],
        });
      }, "update");
      return summary(await judge([noMalformedRule, noPublicSshRdp], resources, { through: "door" }));
    };
    assert.deepEqual(await said("[secret]"), []);
    assert.deepEqual(await said("[other]"), ["no-malformed-rule: web"]);
    assert.deepEqual(await said("0.0.0.0/0"), ["no-public-ssh-rdp: web"]);
  });

  describe("secrets", () => {
    const open = async (cidr: unknown, port: unknown = 22) => {
      const resources = await runProgram(() => {
        const group = new aws.ec2.SecurityGroup("web", { vpcId: "vpc-1" });
        new aws.vpc.SecurityGroupIngressRule("rule", {
          ...{
            securityGroupId: group.id,
            ipProtocol: "tcp",
            fromPort: 22,
            toPort: 22,
            cidrIpv4: "8.8.0.0/16",
          },
        });
      }, "update");
      const hidden = resources.map((one) => {
        const change = { cidrIpv4: cidr, fromPort: port };
        return one.name === "rule"
          ? { ...one, inputs: { ...one.inputs, ...change }, outputs: { ...one.outputs, ...change } }
          : one;
      });
      const found = await judge([noPublicSshRdp], hidden, { through: "door" });
      assert.deepEqual(summary(found), ["no-public-ssh-rdp: rule"]);
      return found[0]?.message ?? "";
    };

    it("quotes what is none", async () => {
      assert.match(await open("8.8.0.0/16"), /tcp 22 from 8\.8\.0\.0\/16, such as tcp 22 from 8\.8\./);
    });

    it("masks a secret block, and the witness that lies within it", async () => {
      const message = await open(secret("8.8.0.0/16"));
      assert.doesNotMatch(message, /8\.8\./);
      assert.match(message, /tcp 22 from \[secret\], such as tcp 22 from \[secret\]/);
    });

    it("masks a secret port", async () => {
      assert.match(await open("8.8.0.0/16", secret(22)), /tcp \[secret\] from 8\.8\.0\.0/);
    });

    it("masks secrets on the way of a path", async () => {
      const resources = await runProgram(() => {
        const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
        const gateway = new aws.ec2.InternetGateway("gateway", { vpcId: vpc.id });
        const table = new aws.ec2.RouteTable("table", {
          vpcId: vpc.id,
          routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
        });
        const subnet = new aws.ec2.Subnet("subnet", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
        new aws.ec2.RouteTableAssociation("association", { subnetId: subnet.id, routeTableId: table.id });
        const group = new aws.ec2.SecurityGroup("group", {
          vpcId: vpc.id,
          ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["9.9.0.0/16"] }],
        });
        new aws.ec2.Instance("host", {
          ...{ ami: "ami-1", instanceType: "t3.micro", subnetId: subnet.id, associatePublicIpAddress: true },
          vpcSecurityGroupIds: [group.id],
        });
      }, "update");
      const hidden = resources.map((one) =>
        one.name === "group"
          ? { ...one, inputs: { ...one.inputs, ingress: secret(one.inputs.ingress) } }
          : one,
      );
      const [found] = await judge([noInternetPathToPrivateInstance], hidden, { through: "door" });
      assert.match(found?.message ?? "", /\[secret\]/);
      assert.doesNotMatch(found?.message ?? "", /9\.9\./);
    });
  });

  describe("what the engine counts as passed", () => {
    type Answer = { getNotApplicableList(): { getPolicyName(): string }[] };
    const { makeAnalyzeRpcFun } = require("@pulumi/policy/server");

    const notApplicable = async (policy: object, type: string, properties: object): Promise<string[]> => {
      const rpc = makeAnalyzeRpcFun("pack", "1.0.0", "advisory", [policy]);
      const request = new analyzer.AnalyzeRequest()
        .setUrn(`urn:pulumi:a::b::${type}::f`)
        .setType(type)
        .setName("f");
      request
        .setOptions(new analyzer.AnalyzerResourceOptions())
        .setProperties(Struct.fromJavaScript(properties as never));
      const answer = await new Promise<Answer>((resolve, reject) =>
        rpc({ request }, (error: unknown, response: Answer) => (error ? reject(error) : resolve(response))),
      );
      return answer.getNotApplicableList().map((one) => one.getPolicyName());
    };

    it("a policy judged what it concerns, and answers that it does not apply to the rest", async () => {
      const group = "aws:ec2/securityGroup:SecurityGroup";
      assert.deepEqual(await notApplicable(noPublicSshRdp, group, { ingress: [] }), []);
      assert.deepEqual(await notApplicable(noPublicSshRdp, "aws:s3/bucket:Bucket", {}), [
        "no-public-ssh-rdp",
      ]);
    });

    const own = { name: "pack", policies: ["one", "two"].map((name) => ({ name })) } as unknown as OwnPack;
    for (const [whose, options] of [
      ["the SDK's", {}],
      ["its own", { own }],
    ] as const)
      it(`a policy that is not to remediate is not one that had nothing to mend, in a pack that is ${whose}`, async () => {
        const info = { getPoliciesList: () => ["one", "two"].map((name) => ({ getName: () => name })) };
        const service = guarded(
          {
            getAnalyzerInfo: (_: unknown, callback: (...answer: unknown[]) => void) => callback(null, info),
            configure: (_: unknown, callback: (...answer: unknown[]) => void) => callback(null),
            remediate: (_: unknown, callback: (...answer: unknown[]) => void) =>
              callback(null, new analyzer.RemediateResponse()),
          } as unknown as Analyzer,
          () => [],
          options,
        );
        const request = new analyzer.ConfigureAnalyzerRequest();
        const remediate = new analyzer.PolicyConfig().setEnforcementlevel(
          analyzer.EnforcementLevel.REMEDIATE,
        );
        request.getPolicyconfigMap().set("one", remediate);
        service.configure({ request } as never, () => undefined);
        const answered = await new Promise<analyzer.RemediateResponse>((resolve) =>
          service.remediate?.(
            { request: new analyzer.AnalyzeRequest().serializeBinary() } as never,
            (_, response) => resolve(response as analyzer.RemediateResponse),
          ),
        );
        assert.deepEqual(
          answered.getNotApplicableList().map((one) => one.getPolicyName()),
          ["two"],
        );
      });

    it("a policy of the stack has judged no resource", async () => {
      const group = "aws:ec2/securityGroup:SecurityGroup";
      assert.deepEqual(await notApplicable(noUnusedSecurityGroup, group, {}), ["no-unused-security-group"]);
    });
  });
});
