import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadElk } from "../../cli/picture";
import { check, fixture, jsonFile, run } from "./run";

const URN = "urn:pulumi:prod::shop::";
/** How a preview writes a value that is not known yet. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const VPC = "10.0.0.0/16";
const PROVIDER = `${URN}pulumi:providers:aws::default::1234`;

interface Choice {
  readonly port?: number;
  readonly source?: string | undefined;
  /** Whether there is a second machine, which lets in the first one's group. */
  readonly hasData?: boolean;
  /** The port that the first machine sends to. */
  readonly out?: number;
  /** Where it sends mail to. */
  readonly outTo?: string;
}

/** Resources of a machine that lets in one port from one block. */
function resources({
  port = 443,
  source = "0.0.0.0/0",
  hasData = false,
  out,
  outTo,
}: Choice): { type: string; name: string; inputs: object }[] {
  const ingress = [{ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: [source] }];
  const port25 = outTo && [{ protocol: "tcp", fromPort: 25, toPort: 25, cidrBlocks: [outTo] }];
  const egress = port25 || (out && [{ protocol: "tcp", fromPort: out, toPort: out, cidrBlocks: [VPC] }]);
  const toData = [{ protocol: "tcp", fromPort: 5432, toPort: 5432, securityGroups: ["securitygroup-web"] }];
  const data = [
    {
      type: "aws:ec2/securityGroup:SecurityGroup",
      name: "data",
      inputs: { vpcId: "vpc-main", ingress: toData },
    },
    {
      type: "aws:ec2/instance:Instance",
      name: "data",
      inputs: { ami: "ami-1", subnetId: "subnet-main", vpcSecurityGroupIds: ["securitygroup-data"] },
    },
  ];
  return [
    { type: "aws:ec2/vpc:Vpc", name: "main", inputs: { cidrBlock: VPC } },
    { type: "aws:ec2/internetGateway:InternetGateway", name: "main", inputs: { vpcId: "vpc-main" } },
    {
      type: "aws:ec2/routeTable:RouteTable",
      name: "main",
      inputs: { vpcId: "vpc-main", routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "internetgateway-main" }] },
    },
    {
      type: "aws:ec2/subnet:Subnet",
      name: "main",
      inputs: { vpcId: "vpc-main", cidrBlock: "10.0.0.0/24", mapPublicIpOnLaunch: true },
    },
    {
      type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
      name: "main",
      inputs: { subnetId: "subnet-main", routeTableId: "routetable-main" },
    },
    {
      type: "aws:ec2/securityGroup:SecurityGroup",
      name: "web",
      inputs: { vpcId: "vpc-main", ingress, ...(egress && { egress }) },
    },
    {
      type: "aws:ec2/instance:Instance",
      name: "web",
      inputs: { ami: "ami-1", subnetId: "subnet-main", vpcSecurityGroupIds: ["securitygroup-web"] },
    },
    ...(hasData ? data : []),
  ];
}

/** The file of a state. */
function state(choice: Choice = {}): string {
  const all = resources(choice).map(({ type, name, inputs }) => {
    const id = `${type.split(":").at(-1)?.toLowerCase()}-${name}`;
    return { urn: `${URN}${type}::${name}`, custom: true, id, type, inputs, outputs: { ...inputs, id } };
  });
  return jsonFile({ version: 3, deployment: { manifest: {}, resources: all } });
}

/** The file of a preview of the same as it is made. */
function preview(choice: Choice = {}): string {
  const steps = resources(choice).map(({ type, name, inputs }) => {
    const id = `${type.split(":").at(-1)?.toLowerCase()}-${name}`;
    const urn = `${URN}${type}::${name}`;
    return { op: "create", urn, newState: { urn, custom: true, type, id, inputs, provider: PROVIDER } };
  });
  return jsonFile({ steps, changeSummary: { create: steps.length } });
}

/** How a state writes a secret that it shows. */
const secret = (value: string) =>
  JSON.stringify({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    plaintext: JSON.stringify(value),
  });

const folder = mkdtempSync(join(tmpdir(), "network-guard-reach-"));

describe("network-guard reach", () => {
  it("lists the flows of a state and of a preview alike", async () => {
    for (const file of [state(), preview()]) {
      assert.deepEqual(await run("reach", file), {
        code: 0,
        out: "internet → Instance web: tcp 443\n",
        err: "1 flow\n",
      });
    }
  });

  it("lists nothing where nothing gets anywhere", async () => {
    const { code, out, err } = await run("reach", state({ source: "192.168.0.0/24" }));
    assert.deepEqual([code, out, err], [0, "", "0 flows\n"]);
  });

  it("lists the ways out on request, after the others, and records them so", async () => {
    const { out } = await run("reach", state({ outTo: "203.0.113.0/24" }), "--out", "--quiet");
    assert.equal(out, "internet → Instance web: tcp 443\nInstance web → 203.0.113.0/24: tcp 25\n");
    const file = join(folder, "out.txt");
    await run("reach", state({ outTo: "203.0.113.0/24" }), "--out", "--write", file);
    assert.deepEqual(readFileSync(file, "utf8").split("\n").slice(1, -1), out.split("\n").slice(0, -1));
  });

  it("tells the way out of a thing", async () => {
    const { out } = await run(
      ...["reach", state({ outTo: "203.0.113.0/24" }), "--quiet"],
      ...["--from", "Instance web", "--to", "internet"],
    );
    assert.equal(
      out,
      [
        "Instance web → internet: tcp 25",
        "  tcp 25 to 203.0.113.7 gets out:",
        "    Instance web",
        "    SecurityGroup web (egress[0])",
        "    the default network ACL of Vpc main (entry 100)",
        "    answer: the default network ACL of Vpc main (entry 100)",
        "    Instance web (public IPv4 address by mapPublicIpOnLaunch of Subnet main)",
        "    RouteTable main (0.0.0.0/0 to InternetGateway main)",
        "    InternetGateway main",
        "",
      ].join("\n"),
    );
  });

  it("prints JSON for programs", async () => {
    const { out } = await run("reach", state(), "--format", "json", "--quiet");
    assert.deepEqual(JSON.parse(out), [
      { from: "internet", to: "Instance web", services: "tcp 443", isUncertain: false },
    ]);
  });

  it("draws them", async () => {
    const { code, out, err } = await run("reach", state(), "--format", "html");
    assert.deepEqual([code, err], [0, "1 flow\n"]);
    assert.match(out, /<h1>shop, stack prod<\/h1>.*<svg .*internet → Instance web: tcp 443/s);
    const asked = await run("reach", state(), "--format", "html", "--to", "Instance web");
    assert.deepEqual([asked.code, asked.out], [2, ""]);
    assert.match(asked.err, /a picture shows every flow/);
  });

  it("says how to install what draws, where that is missing", () => {
    assert.throws(() => loadElk([join(folder, "package.json")]), /elkjs.*: npm install --save-dev elkjs$/);
  });

  it("records the flows in a file, making its folder", async () => {
    const file = join(folder, "exposures", "prod.txt");
    const { code, out, err } = await run("reach", state(), "--write", file);
    assert.deepEqual([code, out, err], [0, "", `1 flow written to ${file}\n`]);
    assert.deepEqual(readFileSync(file, "utf8").split("\n").slice(1), [
      "internet → Instance web: tcp 443",
      "",
    ]);
  });

  it("quotes no secret, wherever it writes flows", async () => {
    const file = jsonFile(
      readFileSync(state(), "utf8").replaceAll('"0.0.0.0/0"]', `${secret("198.18.77.0/24")}]`),
    );
    const kept = join(folder, "secret.txt");
    const told = [
      await run("reach", file),
      await run("reach", file, "--format", "json"),
      await run("reach", file, "--to", "Instance web"),
      await run("reach", file, "--to", "Instance web", "--format", "json"),
      await run("reach", file, "--write", kept),
      await check(file, "--exposures", jsonFile("internet → Instance web: tcp 22")),
    ];
    for (const { out } of told) assert.doesNotMatch(out, /198\.18\.77/);
    for (const { out } of told.slice(0, 4)) assert.match(out, /\[secret\]/);
    assert.match(readFileSync(kept, "utf8"), /^\[secret\] → Instance web: tcp 443$/m);
    const same = await check(file, "--exposures", kept);
    assert.deepEqual([same.code, same.out], [0, ""]);
    const narrower = await check(
      jsonFile(readFileSync(file, "utf8").replaceAll("443", "80")),
      "--exposures",
      kept,
    );
    assert.equal(narrower.code, 1);
    assert.match(
      narrower.out,
      /^ {2}- \[secret\] → Instance web: tcp 443\n {2}\+ \[secret\] → Instance web: tcp 80$/m,
    );
  });

  it("refuses to write over what it reads", async () => {
    const file = state();
    const { code, err } = await run("reach", file, "--write", file);
    assert.equal(code, 2);
    assert.match(err, /this file is read, and would be written over/);
  });

  it("names a target that is none", async () => {
    const { code, err } = await run("reach", join(folder, "gone.json"));
    assert.equal(code, 2);
    assert.match(err, /gone\.json: no such file/);
  });
});

describe("network-guard reach --to", () => {
  it("tells the way to a thing hop by hop, of a state and of a preview alike", async () => {
    for (const file of [state(), preview()]) {
      assert.deepEqual(await run("reach", file, "--to", "Instance web"), {
        code: 0,
        out: [
          "internet → Instance web: tcp 443",
          "  tcp 443 from 198.51.100.7 gets in:",
          "    InternetGateway main",
          "    the default network ACL of Vpc main (entry 100)",
          "    SecurityGroup web (ingress[0])",
          "    Instance web (public IPv4 address by mapPublicIpOnLaunch of Subnet main)",
          "    answer: the default network ACL of Vpc main (entry 100)",
          "    RouteTable main (0.0.0.0/0 to InternetGateway main)",
          "",
        ].join("\n"),
        err: "1 open way\n",
      });
    }
  });

  it("tells what stops it gate by gate, one block away", async () => {
    const { code, out, err } = await run(
      "reach",
      preview({ source: "192.168.0.0/24" }),
      "--to",
      "Instance web",
    );
    assert.deepEqual([code, err], [0, "0 open ways\n"]);
    assert.equal(
      out,
      [
        "internet → Instance web: nothing gets through for certain",
        "  left after a route of RouteTable main to an internet gateway: every protocol",
        "  left after the default network ACL of Vpc main (ingress): every protocol",
        "  stopped at SecurityGroup web (ingress): every protocol",
        "  left after a public address: every protocol",
        "  left after answer: the default network ACL of Vpc main: every protocol",
        "",
      ].join("\n"),
    );
  });

  it("asks of some public addresses alone", async () => {
    const file = preview({ source: "198.51.100.0/24" });
    for (const [from, answer] of [
      ["198.51.100.0/25", "198.51.100.0/25 → Instance web: tcp 443"],
      ["203.0.113.0/24", "203.0.113.0/24 → Instance web: nothing gets through for certain"],
      ["internet over IPv6", "internet over IPv6 → Instance web: nothing gets through for certain"],
    ] as const) {
      const { out } = await run("reach", file, "--from", from, "--to", "Instance web");
      assert.equal(out.split("\n")[0], answer);
    }
  });

  it("marks what hangs on an unknown value", async () => {
    const { out } = await run("reach", preview({ source: UNKNOWN }), "--to", "Instance web");
    assert.deepEqual(out.split("\n").slice(0, 3), [
      "internet → Instance web: tcp 443 ?",
      "  hangs on what is not known yet",
      "internet → Instance web: nothing gets through for certain",
    ]);
  });

  it("answers between two things, or groups, of one VPC", async () => {
    for (const from of ["Instance web", "SecurityGroup web"]) {
      const ask = (out: number) =>
        run("reach", preview({ hasData: true, out }), "--from", from, "--to", "Instance data");
      assert.equal(
        (await ask(5432)).out,
        [
          "Instance web → Instance data: tcp 5432",
          "  tcp 5432 from 10.0.0.1 gets in:",
          "    Instance web",
          "    SecurityGroup web (egress[0])",
          "    SecurityGroup data (ingress[0])",
          "    Instance data",
          "",
        ].join("\n"),
      );
      assert.match((await ask(5433)).out, /^ {2}stopped at SecurityGroup data \(ingress\): tcp 5433$/m);
    }
  });

  it("answers in JSON for programs", async () => {
    const file = preview({ hasData: true });
    const { out } = await run(
      "reach",
      file,
      "--from",
      "Instance web",
      "--to",
      "Instance data",
      "--format",
      "json",
    );
    const answer = JSON.parse(out);
    assert.deepEqual(
      [answer.from, answer.to, answer.ways, answer.perhaps],
      ["Instance web", "Instance data", [], []],
    );
    assert.deepEqual(
      answer.stopped[0].gates.filter(({ stops }: { stops: boolean }) => stops),
      [{ gate: "SecurityGroup web (egress)", stops: true, services: "every protocol" }],
    );
  });

  it("names the end that the stack does not have, and the nearest that it has", async () => {
    for (const [args, message] of [
      [["--to", "Instance wep"], /--to Instance wep: .* Did you mean "Instance web"\?/],
      [["--to", "Instance web", "--from", "internot"], /--from internot: .* Did you mean "internet"\?/],
      [["--from", "internet"], /--from: name the other end by --to/],
      [["--to", "Instance web", "--write", "x.txt"], /--write: a file records every flow/],
    ] as const) {
      const { code, out, err } = await run("reach", preview(), ...args);
      assert.deepEqual([code, out], [2, ""]);
      assert.match(err, message);
    }
  });
});

describe("network-guard check --exposures", () => {
  const recorded = (...lines: string[]) => {
    const file = join(folder, `${lines.length}.txt`);
    writeFileSync(file, lines.join("\n"));
    return file;
  };

  it("passes where nothing differs, and fails on what is opened and what is closed", async () => {
    const same = await check(
      state(),
      "--exposures",
      recorded("# by hand", "internet → Instance web: tcp 443"),
    );
    assert.equal(same.code, 0, same.err);
    assert.match(same.err, /no flow differs from/);
    const file = recorded("internet → Instance web: tcp 80, 443");
    const { code, out, err } = await check(state({ port: 5432 }), "--exposures", file);
    assert.equal(code, 1, err);
    assert.equal(
      out,
      [
        `1 flow opened and 1 closed since ${file}`,
        "  - internet → Instance web: tcp 80, 443",
        "  + internet → Instance web: tcp 5432",
        "      tcp 5432 from 198.51.100.7 gets in:",
        "        InternetGateway main",
        "        the default network ACL of Vpc main (entry 100)",
        "        SecurityGroup web (ingress[0])",
        "        Instance web (public IPv4 address by mapPublicIpOnLaunch of Subnet main)",
        "        answer: the default network ACL of Vpc main (entry 100)",
        "        RouteTable main (0.0.0.0/0 to InternetGateway main)",
        "",
      ].join("\n"),
    );
  });

  it("names a line that says no flow, before anything runs", async () => {
    const file = recorded("internet → Instance web: tcp 443", "", "internet => Instance web: tcp 80");
    const { code, err } = await run("check", state(), "--exposures", file);
    assert.equal(code, 2);
    assert.match(
      err,
      /3\.txt: line 3 is no flow: internet => Instance web: tcp 80\n.*reach <target> --write/,
    );
    const { err: gone } = await run("check", state(), "--exposures", "gone.txt");
    assert.match(gone, /gone\.txt: no such file; write it with .*reach <target> --write gone\.txt/);
  });

  it("is for one target alone", async () => {
    const { code, err } = await run(
      "check",
      state(),
      state(),
      "--exposures",
      recorded("internet → A b: tcp 1"),
    );
    assert.equal(code, 2);
    assert.match(err, /a file records the exposures of one stack; of several targets name the files by/);
  });

  it("is written by reach where the project's settings say, with what they put beside the stack", async () => {
    const start = process.cwd();
    const folder = mkdtempSync(join(tmpdir(), "network-guard-exposures-"));
    writeFileSync(join(folder, "prod.json"), readFileSync(state(), "utf8"));
    mkdirSync(join(folder, ".git"));
    try {
      process.chdir(folder);
      const none = await run("reach", "prod.json", "--write");
      assert.equal(none.code, 2);
      assert.match(none.err, /--write: name the file, or say by `exposures` in network-guard.yaml/);
      writeFileSync(join(folder, "network-guard.yaml"), "exposures: exposures/{project}-{stack}.txt\n");
      const { code, out, err } = await run("reach", "prod.json", "--write");
      assert.deepEqual([code, out], [0, ""], err);
      assert.match(err, /written to exposures\/shop-prod\.txt/);
      assert.match(readFileSync("exposures/shop-prod.txt", "utf8"), /^internet → Instance web: tcp 443$/m);
      writeFileSync(join(folder, "network-guard.yaml"), "with: [missing.json]\n");
      assert.match((await run("reach", "prod.json")).err, /missing\.json/);
    } finally {
      process.chdir(start);
    }
  });

  it("finds each stack's own file by the project's settings, and says where there is none", async () => {
    const start = process.cwd();
    const repository = mkdtempSync(join(tmpdir(), "network-guard-exposures-"));
    const stateOf = (stack: string) => {
      const text = readFileSync(state(), "utf8").replaceAll("urn:pulumi:prod::", `urn:pulumi:${stack}::`);
      writeFileSync(join(repository, `${stack}.json`), text);
    };
    for (const stack of ["prod", "dev"]) stateOf(stack);
    for (const folder of [".git", "exposures"]) mkdirSync(join(repository, folder));
    writeFileSync(join(repository, "exposures/shop-prod.txt"), "internet → Instance web: tcp 80, 443\n");
    writeFileSync(
      join(repository, "network-guard.yaml"),
      "exposures: exposures/{project}-{stack}.txt\ntargets: [prod.json, dev.json]\n",
    );
    try {
      process.chdir(repository);
      const { code, out, err } = await run("check", "--policy-pack", fixture("pack"), "--format", "github");
      assert.equal(code, 1, err);
      assert.match(
        out,
        /^::error file=exposures\/shop-prod\.txt,line=1,.*closed: internet → Instance web: tcp 80/m,
      );
      assert.match(
        err,
        /^note: dev\.json: no exposures are recorded in exposures\/shop-dev\.txt: network-guard/m,
      );
      assert.match(
        err,
        /0 flows opened and 1 closed since exposures\/shop-prod\.txt; not judged: 1 stack without/,
      );
    } finally {
      process.chdir(start);
    }
  });
});
