import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { verdictIn } from "../../cli/events";
import { fingerprint } from "../../policies/kit/fingerprint";
import { formatNames } from "../../report/formats";
import { fixture, jsonFile, type Outcome, run } from "./run";

const CANARY = "canary-51d0";
const urnOf = (type: string, name: string) => `urn:pulumi:dev::leaky::${type}::${name}`;
const WEB = urnOf("aws:test/server:Server", "web");
const PACK = { policyPackName: "fixture", policyPackVersion: "1.0.0" };

const violation = (policy: string, level: string, message: string, more: object = {}) => ({
  policyEvent: {
    ...PACK,
    policyName: policy,
    enforcementLevel: level,
    resourceUrn: WEB,
    message,
    color: "never",
    ...more,
  },
});

const PORT = violation(
  "no-open-port",
  "mandatory",
  "A server must not listen on the port.\nport 22\nis open\n",
  { severity: "high" },
);
const OWNER = violation("require-owner", "advisory", "A server must have an owner.\nno owner\n", {
  severity: "low",
});
const ANALYZED = [
  urnOf("pulumi:providers:aws", "default"),
  urnOf("pulumi:pulumi:Stack", "leaky-dev"),
  WEB,
].map((resourceUrn) => ({
  policyAnalyzeSummaryEvent: { ...PACK, resourceUrn, passed: ["calm"], failed: ["no-open-port"] },
}));
const STACK = { policyAnalyzeStackSummaryEvent: { ...PACK, passed: ["show-stack"] } };
const END = { summaryEvent: { PolicyPacks: { fixture: "1.0.0" }, isPreview: true, result: "failed" } };
const NOISE = [
  { diagnosticEvent: { message: `debug: ${CANARY}`, severity: "debug" } },
  { resOutputsEvent: { metadata: { op: "create", urn: WEB, new: { inputs: { policyEvent: CANARY } } } } },
];
const REMEDIATED = {
  policyRemediationEvent: {
    ...PACK,
    policyName: "no-open-port",
    resourceUrn: WEB,
    before: {
      port: 22,
      token: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: CANARY },
    },
    after: { port: 443 },
  },
};

const WHOLE = [...NOISE, PORT, OWNER, ...ANALYZED, STACK, END];

const lines = (events: readonly object[]) =>
  events.map((event, sequence) => JSON.stringify({ sequence, timestamp: 1, ...event })).join("\n");

const from = (events: readonly object[] | string, ...flags: string[]): Promise<Outcome> =>
  run("report", "--from", jsonFile(typeof events === "string" ? events : `${lines(events)}\n`), ...flags);

describe("network-guard report --from", () => {
  it("reports what policies said, with the exit code of a check, and counts what was judged", async () => {
    const { code, out, err } = await from(WHOLE);
    assert.equal(code, 1);
    assert.match(out, /^Server web\n {2}mandatory high {2}no-open-port\n/);
    assert.match(out, /\n {2}advisory low {2}require-owner\n/);
    assert.equal(err, "2 findings in 1 resource\n");
  });

  it("writes every format, and nothing of what programs log and resources hold", async () => {
    const folder = join(jsonFile(""), "..", "from");
    const outputs = formatNames.flatMap((format) => ["--output", `${format}=${join(folder, format)}`]);
    const { out, err } = await from([...WHOLE, REMEDIATED], "--json", "--quiet", ...outputs);
    assert.deepEqual(
      JSON.parse(out)
        .map(({ policy }: { policy: string }) => policy)
        .sort(),
      ["no-open-port", "no-open-port", "require-owner"],
    );
    assert.equal(err, "");
    for (const format of formatNames) {
      const text = readFileSync(join(folder, format), "utf8");
      assert.match(text, /no-open-port/, format);
      assert.ok(!text.includes(CANARY), format);
    }
    assert.match(readFileSync(join(folder, "text"), "utf8"), /remediated.*\n {4}port was 22 and is now 443/);
    assert.match(readFileSync(join(folder, "junit"), "utf8"), /<testcase classname="fixture" name="calm"\/>/);
  });

  it("knows a policy for one that mends by what it has mended", () => {
    const levelOf = (...events: object[]) =>
      verdictIn(jsonFile(lines([...events, END])), new Map()).policies?.map(({ level }) => level);
    assert.deepEqual(levelOf(PORT), ["mandatory"]);
    assert.deepEqual(levelOf(REMEDIATED), ["remediate"]);
    assert.deepEqual(levelOf(REMEDIATED, PORT), ["remediate"]);
    assert.deepEqual(levelOf(OWNER), ["advisory"]);
  });

  it("knows that what passed has run, whatever its pack says of it", () => {
    const file = jsonFile(lines([...ANALYZED, END]));
    for (const [usual, ran] of [
      ["disabled", "advisory"],
      ["advisory", "advisory"],
      ["mandatory", "mandatory"],
    ] as const) {
      const facts = new Map([["calm", { name: "calm", description: "", level: usual }]]);
      const told = verdictIn(file, facts).policies?.find(({ name }) => name === "calm");
      assert.equal(told?.level, ran, usual);
    }
  });

  const codes: [string, object[], string[], number][] = [
    ["nothing found", [...ANALYZED, STACK, END], [], 0],
    ["advisory findings alone", [OWNER, END], [], 0],
    ["those where they are to fail", [OWNER, END], ["--fail-on", "advisory"], 1],
    ["mandatory ones below the severity that is to fail", [PORT, END], ["--fail-on", "critical"], 0],
    ["a violation that remediation left", [violation("x", "remediate", "y"), END], [], 1],
    ["a pack that found nothing and told of nothing", [END], [], 0],
    ["a run that ended before the stack was judged", [...ANALYZED, END], [], 0],
    ["that where all must be judged", [...ANALYZED, END], ["--fail-on-unjudged"], 2],
  ];
  for (const [what, events, flags, code] of codes)
    it(`exits with ${code} for ${what}`, async () => assert.equal((await from(events, ...flags)).code, code));

  it("draws no network, which events do not tell of", async () => {
    const { code, out, err } = await from(WHOLE, "--format", "html");
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, /html: events tell no network; network-guard check draws/);
  });

  it("says where a run was not finished", async () => {
    assert.match(
      (await from([...ANALYZED, END])).err,
      /ended before fixture judged the stack.*\n.*not judged: 1 stack as a whole/,
    );
    assert.match((await from([PORT])).err, /not judged: 1 unfinished run/);
    assert.match((await from([{ policyLoadEvent: {} }, PORT])).err, /not judged: 1 unfinished run/);
    const cut = lines(WHOLE).slice(0, -20);
    assert.match((await from(cut)).err, /the events end before the run did/);
    const cutBehindEnd = `${lines([...WHOLE, PORT]).slice(0, -20)}\n\n`;
    assert.match((await from(cutBehindEnd)).err, /the events end before the run did/);
  });

  it("reads other lines between events, marks of colour, and what is said twice", async () => {
    const coloured = violation("x", "advisory", "<{%fg 1%}>y<{%reset%}>\n");
    const text = `Previewing update (dev):\n\n${lines([coloured, coloured, END])}\nerror: preview failed\n`;
    const { out, err } = await from(text);
    assert.match(out, /^Server web\n {2}advisory {2}x\n {4}y\n/);
    assert.equal(err, "1 finding\n");
  });

  it("takes what is no text for none, and an event of no resource for one of the stack", async () => {
    const odd = {
      policyEvent: { policyName: "x", message: 5, enforcementLevel: 5, resourceUrn: 5, severity: "dire" },
    };
    const counted = {
      policyAnalyzeSummaryEvent: { passed: "all", failed: [5] },
      policyRemediationEvent: null,
    };
    const { code, out } = await from([odd, counted, STACK, END], "--json");
    const [{ policy, pack, urn, level, message, severity }, ...others] = JSON.parse(out);
    assert.deepEqual(
      [code, policy, pack, urn, level, message, severity, others],
      [0, "x", "", "the stack", "advisory", "", undefined, []],
    );
  });

  it("knows of a pack that is named what its policies say of themselves", async () => {
    const { out } = await from([PORT, END], "--policy-pack", fixture("pack"), "--format", "json");
    const [{ fingerprint: print, description, message, remediation, controls }] = JSON.parse(out).findings;
    assert.equal(description, "A server must not listen on the port.");
    assert.equal(message, "port 22\nis open");
    assert.equal(remediation, "Listen elsewhere.");
    assert.deepEqual(controls, ["FSBP EC2.19"]);
    // As a check of the program has it.
    const said = "port 22\nis open\nListen elsewhere.";
    assert.equal(print, fingerprint("no-open-port", WEB, said, "Listen elsewhere."));
  });

  it("knows it of this pack's own policies", async () => {
    const message =
      "A database must not be publicly accessible.\npubliclyAccessible is true.\nKeep the internet out, and reach the database from inside its VPC or by Session Manager.";
    const { out } = await from(
      [violation("no-public-database", "mandatory", message), END],
      "--format",
      "json",
    );
    const [found] = JSON.parse(out).findings;
    assert.equal(found.message, "publiclyAccessible is true.");
    assert.equal(found.severity, "critical");
    assert.match(found.remediation, /^Keep the internet out/);
  });

  it("takes source lines from a program, a preview or a state, and says where it has none", async () => {
    const state = {
      version: 3,
      deployment: {
        manifest: {},
        resources: [
          {
            urn: WEB,
            custom: true,
            type: "aws:test/server:Server",
            sourcePosition: "project:///index.ts#12,3",
          },
        ],
      },
    };
    const recorded = await from(WHOLE, "--sources", jsonFile(state));
    assert.match(recorded.out, /^Server web {2}index\.ts:12\n/);
    const program = await from(
      WHOLE,
      "--sources",
      fixture("leaky"),
      "--format",
      "github",
      "--timeout",
      "600",
    );
    assert.match(program.out, /file=test\/cli\/fixtures\/leaky\/index\.js,line=3,/, program.err);
    const none = await from(WHOLE, "--sources", "nowhere.json");
    assert.equal(none.code, 1);
    assert.match(none.err, /note: no source lines: nowhere\.json: no such file/);
  });

  const refused: [string, object | string, RegExp][] = [
    ["an empty file", "", /the file is empty; network-guard report reads/],
    ["something else", "Updating (dev):\n", /there are no events of Pulumi's engine here/],
    ["a digest of a preview", { steps: [] }, /digest of a preview, which drops what policies say/],
    ["a state", { version: 3, deployment: {} }, /this is a state/],
    ["a run without packs", lines([{ summaryEvent: { result: "succeeded" } }]), /no policy pack ran/],
    ["a broken line", `${lines([PORT]).slice(0, -9)}\n${lines([END])}`, /line 1: not JSON/],
  ];
  for (const [what, content, message] of refused)
    it(`refuses ${what}`, async () => {
      const { code, out, err } = await run("report", "--from", jsonFile(content));
      assert.deepEqual([code, out], [2, ""]);
      assert.match(err, message);
    });

  it("refuses to write over what it reads", async () => {
    const events = jsonFile(WHOLE);
    const { code, err } = await run("report", "--from", events, "--output", `json=${events}`);
    assert.equal(code, 2);
    assert.match(err, /it is read/);
  });

  it("refuses a file that is not there, and a call that names none", async () => {
    assert.match((await run("report", "--from", "nowhere.json")).err, /nowhere\.json: no such file/);
    const { code, err } = await run("report");
    assert.equal(code, 2);
    assert.match(err, /--from <events\.json>/);
  });
});
