import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { commandLine } from "../../cli/main";
import { type Compiled, compile } from "../end-to-end/compiled";
import { fixture, type Outcome, run } from "./run";

const folder = mkdtempSync(join(tmpdir(), "network-guard-flags-"));

/** A run of the command. */
interface Row {
  readonly args: string;
  /** Whether by the built command in a process of its own: what it reads of the package, what it starts, its exit code. */
  readonly isBuilt?: true;
  /** Where in the folder of this test. */
  readonly at?: string;
  readonly code: number;
  /** By flag, argument or what else it is about, what of the run shows that it was heard: in its output, or in a file that it names. */
  readonly shows: Readonly<Record<string, RegExp | readonly [file: string, text: RegExp]>>;
}

const PACK = `--policy-pack ${fixture("pack")}`;

const rows: Row[] = [
  { args: "--version", isBuilt: true, code: 0, shows: { "--version": /^\d+\.\d+\.\d+$/m } },
  { args: "check --help", code: 0, shows: { "--help": /^Usage: network-guard check/ } },
  { args: "chekc", code: 2, shows: { "a command": /Did you mean check\?/ } },
  { args: "check nowhere.json", code: 2, shows: { targets: /nowhere\.json: no such file/ } },
  { args: `check clean.json ${PACK}`, code: 0, shows: { "nothing found": /^0 findings in 1 resource$/m } },
  {
    args: `check open.json clean.json ${PACK} --only no-open-port,no-crowd --skip no-crowd --format junit --output json=out/report.json`,
    code: 1,
    shows: {
      "--policy-pack": /classname="fixture\.servers" name="no-open-port">\s*<failure/,
      "--only": /name="require-owner">\s*<skipped/,
      "--skip": /name="no-crowd">\s*<skipped/,
      "--format": /^<testsuites /m,
      "--output": ["out/report.json", /"policy": "no-open-port"/],
      targets: /^1 finding in 2 resources of 2 targets$/m,
    },
  },
  {
    args: `check open.json ${PACK} --policy-pack-config advisory.json --fail-on low --json --quiet`,
    code: 1,
    shows: {
      "--policy-pack-config": /"policy": "no-open-port",\s*"pack": "fixture",\s*"level": "advisory"/,
      "--fail-on": /"level": "advisory"/,
      "--json": /^\[/,
      "--quiet": /^(?![\s\S]*1 finding)/,
    },
  },
  {
    args: `check secretive.json ${PACK} --framework fsbp --fail-on-unjudged`,
    code: 2,
    shows: {
      "--fail-on-unjudged": /not judged: 1 encrypted value/,
      "--framework": /^0 findings in 1 resource/m,
    },
  },
  {
    args: `check open.json ${PACK} --baseline known.json --exposures exposures.txt`,
    code: 1,
    shows: {
      "--baseline": /; 1 known, 0 fixed$/m,
      "--exposures": /^0 flows opened and 1 closed since exposures\.txt$/m,
    },
  },
  {
    args: "check group.json --write-exemptions written.json --reason Old --expires 2999-12-31",
    code: 0,
    shows: {
      "--write-exemptions": ["written.json", /"no-public-ssh-rdp": \{\s*"exemptions"/],
      "--reason": ["written.json", /"reason": "Old"/],
      "--expires": ["written.json", /"expires": "2999-12-31"/],
    },
  },
  {
    args: `check program ${PACK} --stack prod --config port=22 --invokes answers.json --no-plugins --format json`,
    isBuilt: true,
    code: 1,
    shows: {
      "--stack": /"urn": "urn:pulumi:prod::/,
      "--config": /"policy": "no-open-port"/,
      "--invokes": /^(?![\s\S]*look-up)/,
      "--no-plugins": /leave --no-plugins out/,
    },
  },
  {
    args: `check clean.json ${PACK} --timeout 0.001`,
    code: 2,
    shows: { "--timeout": /within 0\.001 s \(--timeout\)/ },
  },
  {
    args: `report --from events.json --sources open.json --fail-on critical --format json --output text=out/text.txt --quiet`,
    code: 0,
    shows: {
      "--from": /"policy": "no-open-port"/,
      "--sources": /"path": "index\.ts",\s*"line": 12/,
      "--fail-on": /"fails": false/,
      "--format": /"version": 1/,
      "--output": ["out/text.txt", /no-open-port/],
      "--quiet": /^(?![\s\S]*1 finding)/,
    },
  },
  {
    args: "report --from unfinished.json --json --fail-on never --fail-on-unjudged",
    code: 2,
    shows: { "--json": /^\[/, "--fail-on-unjudged": /not judged: 1 / },
  },
  {
    args: `report --from events.json ${PACK}`,
    code: 1,
    shows: { "--policy-pack": /Listen elsewhere/ },
  },
  {
    args: `report --from events.json ${PACK} --timeout 0.001`,
    code: 2,
    shows: { "--timeout": /within 0\.001 s/ },
  },
  {
    args: `list ${PACK} --level mandatory --severity high --framework fsbp --concern servers`,
    code: 0,
    shows: {
      "--policy-pack": /^no-open-port /m,
      "--level": /^(?![\s\S]*require-owner)/,
      "--severity": /^(?![\s\S]*no-crowd)/,
      "--framework": /^no-open-port /,
      "--concern": /^no-open-port /,
    },
  },
  ...["check", "reach"].map((command) => ({
    ...{ args: `${command} clean.json --with nowhere.json`, code: 2 },
    shows: { "--with": /nowhere\.json: no such file/ },
  })),
  { args: `list ${PACK} --timeout 0.001`, code: 2, shows: { "--timeout": /within 0\.001 s/ } },
  {
    args: `explain no-crowd ${PACK}`,
    code: 0,
    shows: { "--policy-pack": /A stack must not have ten servers/, policy: /^no-crowd$/m },
  },
  { args: `explain x ${PACK} --timeout 0.001`, code: 2, shows: { "--timeout": /within 0\.001 s/ } },
  {
    args: "init",
    isBuilt: true,
    at: "kept",
    code: 0,
    shows: { "what is there": /^kept {3}network-guard\.yaml/m },
  },
  { args: "init --force", at: "forced", code: 0, shows: { "--force": /^wrote {2}network-guard\.yaml$/m } },
  {
    args: "reach program --stack prod --config port=22 --invokes answers.json --no-plugins --out --format json",
    code: 0,
    shows: {
      "--stack": /"to": "Instance web-prod"/,
      "--config": /"services": "tcp 22"/,
      "--invokes": /"from": "203\.0\.113\.0\/24"/,
      "--no-plugins": /leave --no-plugins out/,
      "--out": /"to": "internet"/,
      "--format": /^\[$/m,
    },
  },
  {
    args: "reach open.json --write out/flows.txt --quiet",
    code: 0,
    shows: { "--write": ["out/flows.txt", /^# /], "--quiet": /^$/ },
  },
  {
    args: 'reach program --stack prod --config port=22 --invokes answers.json --from 203.0.113.0/24 --to "Instance web-prod"',
    code: 0,
    shows: { "--from": /^203\.0\.113\.0\/24/, "--to": /Instance web-prod/ },
  },
  {
    args: "reach program --config port=22 --timeout 0.001",
    code: 2,
    shows: { "--timeout": /within 0\.001 s/ },
  },
];

/** Of the commands and flags those that no row shows. */
function unshown(): string[] {
  const program = commandLine(
    { out: { write: () => 0 }, err: { write: () => 0 }, environment: {} },
    () => undefined,
  );
  return program.commands.flatMap((command) =>
    command.options
      .map(({ long }) => long as string)
      .filter(
        (flag) => !rows.some(({ args, shows }) => args.startsWith(`${command.name()} `) && flag in shows),
      )
      .map((flag) => `${command.name()} ${flag}`),
  );
}

const URN = "urn:pulumi:dev::shop::";
const provider = {
  urn: `${URN}pulumi:providers:aws::default`,
  custom: true,
  id: "1",
  type: "pulumi:providers:aws",
};

const state = (type: string, name: string, inputs: object) => ({
  version: 3,
  deployment: {
    resources: [
      provider,
      {
        ...{ urn: `${URN}${type}::${name}`, type, custom: true, id: "2", inputs, outputs: inputs },
        ...{ provider: `${provider.urn}::1`, sourcePosition: "project:///index.ts#12,3" },
      },
    ],
  },
});

const server = (inputs: object) => state("aws:test/server:Server", "web", { owner: "me", ...inputs });
const encrypted = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "x" };
const open22 = [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }];

/** A machine whose name, port and source hang on the flags. */
const program = `
const pulumi = require("@pulumi/pulumi");
const port = new pulumi.Config().requireNumber("port");
const add = (type, name, args) => new pulumi.CustomResource(type, name, args, { version: "7.1.0" });
new pulumi.ComponentResource("awsx:ec2:Vpc", "remote", {}, {}, true);
module.exports = async () => {
  const { cidrBlocks } = await pulumi.runtime.invoke("aws:test/getOffice:getOffice", {});
  add("aws:test/server:Server", "server", { port, owner: "me" });
  const vpc = add("aws:ec2/vpc:Vpc", "main", { cidrBlock: "10.0.0.0/16" });
  const gateway = add("aws:ec2/internetGateway:InternetGateway", "main", { vpcId: vpc.id });
  const routes = [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }];
  const routeTable = add("aws:ec2/routeTable:RouteTable", "main", { vpcId: vpc.id, routes });
  const subnet = add("aws:ec2/subnet:Subnet", "main", { vpcId: vpc.id, mapPublicIpOnLaunch: true });
  add("aws:ec2/routeTableAssociation:RouteTableAssociation", "main", { subnetId: subnet.id, routeTableId: routeTable.id });
  const ingress = [{ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks }];
  const egress = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }];
  const group = add("aws:ec2/securityGroup:SecurityGroup", "web", { vpcId: vpc.id, ingress, egress });
  add("aws:ec2/instance:Instance", "web-" + pulumi.getStack(), { subnetId: subnet.id, vpcSecurityGroupIds: [group.id] });
};
`;

const violation = {
  ...{ policyPackName: "fixture", policyPackVersion: "1.0.0", policyName: "no-open-port", severity: "high" },
  ...{
    enforcementLevel: "mandatory",
    resourceUrn: `${URN}aws:test/server:Server::web`,
    message: "A server must not listen on the port.\nport 22",
  },
};
const events = [
  { policyEvent: violation },
  { summaryEvent: { PolicyPacks: { fixture: "1.0.0" }, isPreview: true, result: "failed" } },
].map((event, sequence) => JSON.stringify({ sequence, timestamp: 1, ...event }));

const files: Record<string, string | object> = {
  "clean.json": server({ port: 443 }),
  "open.json": server({ port: 22 }),
  "secretive.json": server({ port: 443, token: encrypted }),
  "group.json": state("aws:ec2/securityGroup:SecurityGroup", "web-dev", { ingress: open22 }),
  "known.json": [
    {
      policy: "no-open-port",
      urn: `${URN}aws:test/server:Server::web`,
      message: "port 22\nis open",
    },
  ],
  "advisory.json": { "no-open-port": "advisory" },
  "exposures.txt": "internet → Instance web: tcp 443\n",
  "answers.json": [{ token: "aws:test/getOffice:getOffice", result: { cidrBlocks: ["203.0.113.0/24"] } }],
  "events.json": `${events.join("\n")}\n`,
  "unfinished.json": `${events[0]}\n`,
  "index.ts": "",
  "program/Pulumi.yaml": "name: shop\nruntime: { name: nodejs, options: { typescript: false } }\n",
  "program/package.json": { main: "index.js" },
  "program/index.js": program,
};
for (const at of ["kept", "forced"]) {
  files[`${at}/Pulumi.yaml`] = "name: shop\nruntime: nodejs\n";
  files[`${at}/network-guard.yaml`] = "failOn: high\n";
}

describe("the command", function () {
  this.timeout(600_000);
  const start = process.cwd();
  let pack: Compiled;

  const built = (words: readonly string[], cwd: string) =>
    new Promise<Outcome>((done) => {
      const child = execFile(process.execPath, [pack.command, ...words], { cwd }, (_, out, err) =>
        done({ code: child.exitCode ?? -1, out, err }),
      );
    });

  const ran = ({ args, isBuilt, at = "" }: Row) => {
    const words = args.split(/ (?=(?:[^"]*"[^"]*")*[^"]*$)/).map((word) => word.replaceAll('"', ""));
    if (isBuilt) return built(words, join(folder, at));
    process.chdir(join(folder, at));
    return run(...words);
  };

  before(() => {
    pack = compile();
    symlinkSync(join(__dirname, "../../node_modules"), join(folder, "node_modules"));
    for (const at of ["", "kept", "forced"]) mkdirSync(join(folder, at, ".git"), { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
    }
  });

  afterEach(() => process.chdir(start));

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  for (const row of rows)
    it(`ends with ${row.code}: ${row.args.replaceAll(join(__dirname, "fixtures"), "…")}`, async () => {
      const { code, out, err } = await ran(row);
      assert.equal(code, row.code, out + err);
      for (const [what, shown] of Object.entries(row.shows)) {
        const [text, pattern] =
          shown instanceof RegExp
            ? [out + err, shown]
            : [readFileSync(join(folder, shown[0]), "utf8"), shown[1]];
        assert.match(text, pattern, what);
      }
      assert.ok(!out.includes("\u001b"), "colour, where nobody watches");
    });

  it("has no flag that no row shows", () => assert.deepEqual(unshown(), []));
});

describe("the command line", () => {
  it("names the nearest of what it does not know", async () => {
    const flag = await run("check", "--fail-onn", "high");
    assert.equal(flag.code, 2);
    assert.match(flag.err, /unknown option '--fail-onn'\n\(Did you mean --fail-on\?\)/);
  });
});
