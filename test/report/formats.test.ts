import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { EXEMPTION_STATES } from "../../policies/kit/exemption-text";
import { type Format, formatNames, formats } from "../../report/formats";
import type { Report } from "../../report/report";
import { ROOT, type SampleName, sample, sampleNames } from "./samples";

const ENDINGS: Record<Format, string> = {
  text: "txt",
  json: "json",
  sarif: "sarif",
  junit: "xml",
  markdown: "md",
  github: "github.txt",
};

const written = (format: Format, name: SampleName) =>
  formats[format](sample(name), { colour: false, directory: ROOT });

const read = (path: string) => JSON.parse(readFileSync(path, "utf8"));

/** A validator by a schema of an older draft as well, whose keywords here are those of draft 7. */
function validatorOf(schema: { $schema?: string; id?: string }) {
  const { $schema: _, id: __, ...rest } = schema;
  return new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(
    rest,
  );
}

describe("the formats", () => {
  // UPDATE_GOLDEN=1 writes them anew.
  for (const format of formatNames)
    for (const name of sampleNames)
      it(`write ${name} as ${format}`, () => {
        const file = join(__dirname, "golden", `${name}.${ENDINGS[format]}`);
        if (process.env.UPDATE_GOLDEN) writeFileSync(file, written(format, name));
        assert.equal(written(format, name), readFileSync(file, "utf8"));
      });
});

describe("the JSON report", () => {
  const validate = validatorOf(read(join(__dirname, "../../schemas/report.json")));
  for (const name of sampleNames)
    it(`of ${name} is as its schema says`, () => {
      const report: object = JSON.parse(written("json", name));
      assert.ok(validate(report), JSON.stringify(validate.errors));
      assert.ok(!validate({ ...report, more: 1 }));
    });
});

it("the schema of the JSON report knows every state of an exemption", () => {
  const { properties } = read(join(__dirname, "../../schemas/report.json"));
  assert.deepEqual(properties.exemptions.items.properties.state.enum, Object.keys(EXEMPTION_STATES));
});

describe("the SARIF report", () => {
  const schema = require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
  const validate = validatorOf(read(schema));
  for (const name of sampleNames)
    it(`of ${name} is SARIF 2.1.0, and has what code scanning asks for`, () => {
      const log = JSON.parse(written("sarif", name));
      const isValid: boolean = validate(log);
      assert.ok(isValid, JSON.stringify(validate.errors));
      const [{ tool, results }] = log.runs;
      for (const rule of tool.driver.rules) {
        for (const text of [rule.id, rule.shortDescription.text, rule.fullDescription.text, rule.help.text])
          assert.ok(text.length > 0 && text.length <= 1024);
        assert.ok(rule.properties.tags.length <= 20);
      }
      for (const result of results) {
        assert.equal(tool.driver.rules[result.ruleIndex].id, result.ruleId);
        const [{ physicalLocation }] = result.locations;
        assert.match(
          physicalLocation.artifactLocation.uri,
          /^(infra\/[\w.%]+|exposures\/shop\.txt|Pulumi\.yaml)$/,
        );
        for (const edge of ["startLine", "startColumn", "endLine", "endColumn"])
          assert.ok(physicalLocation.region[edge] >= 1);
        assert.match(result.partialFingerprints.primaryLocationLineHash, /^[0-9a-f]{16}/);
      }
    });

  it("is not what the schema takes whatever it is", () => {
    const log = JSON.parse(written("sarif", "levels"));
    delete log.runs[0].tool;
    assert.ok(!validate(log));
  });

  it("cuts texts, and leaves out tags, beyond what code scanning takes", () => {
    const { findings, ...report } = sample("few");
    const [one] = findings as [(typeof findings)[number]];
    const tags = Array.from({ length: 30 }, (_, i) => `tag-${i}`);
    const ruleOf = (length: number) => {
      const description = "x".repeat(length);
      const { policies: _, ...verdict } = report.verdict;
      const told = { ...report, policies: [], verdict, findings: [{ ...one, description, tags }] };
      const { rules } = JSON.parse(formats.sarif(told)).runs[0].tool.driver;
      return rules.find(({ id }: { id: string }) => id === one.policy);
    };
    assert.equal(ruleOf(1024).fullDescription.text, "x".repeat(1024));
    assert.equal(ruleOf(1025).fullDescription.text, `${"x".repeat(1023)}…`);
    assert.ok(ruleOf(1).properties.tags.length <= 20);
  });

  it("leaves out what code scanning would refuse a file for, and says so", () => {
    const { findings, ...report } = sample("levels");
    const many = Array.from({ length: 25_001 }, () => findings[0] as (typeof findings)[number]);
    const log = JSON.parse(formats.sarif({ ...report, findings: many }));
    assert.equal(log.runs[0].results.length, 25_000);
    assert.match(JSON.stringify(log.runs[0].invocations), /2 more findings are left out/);
  });
});

describe("the JUnit report", () => {
  for (const name of sampleNames)
    it(`of ${name} is well-formed, and counts right`, () => {
      const xml = written("junit", name);
      assert.equal(XMLValidator.validate(xml), true);
      assert.doesNotMatch(xml, /(?![\n\t])\p{Cc}|\uFFFE|\uFFFF/u);
      const { testsuites } = new XMLParser({
        ignoreAttributes: false,
        isArray: (tag) => /suite$|case$/.test(tag),
      }).parse(xml);
      const cases = testsuites.testsuite.flatMap((suite: { testcase: object[] }) => suite.testcase);
      const having = (child: string) => cases.filter((one: object) => child in one).length;
      assert.equal(Number(testsuites["@_tests"]), cases.length);
      assert.equal(Number(testsuites["@_failures"]), having("failure"));
      assert.equal(Number(testsuites["@_skipped"]), having("skipped"));
    });
});

describe("the Markdown report", () => {
  const text = (name: SampleName) => written("markdown", name);

  it("lets no name be markup, a mention or the end of its fold", () => {
    const outside = text("hostile").replace(/^(`{3,})(?:text|diff)\n[\s\S]*?\n\1$/gm, "");
    assert.doesNotMatch(outside, /<script|@\w|\*\*|\]\(https:\/\/example\.com\)|\|/);
    assert.equal(outside.match(/<details>/g)?.length, outside.match(/<\/details>/g)?.length);
  });

  it("says by its first line how it stands", () => {
    const { verdict, ...few } = sample("few");
    const { flows: _, ...same } = verdict;
    const title = (report: Partial<Report>) =>
      formats.markdown({ ...few, verdict: same, ...report }).split("\n")[1];
    const failures = ["infra/broken: no program\nat line 1"];
    assert.equal(title({}), "### ⚠️ Network Guard: 1 advisory in 1 resource");
    assert.equal(title({ findings: [] }), "### ✅ Network Guard: no findings");
    assert.equal(title({ findings: [], failures }), "### ❌ Network Guard: no findings");
    assert.equal(title({ failures }), "### ❌ Network Guard: 1 advisory in 1 resource");
    assert.equal(title({ verdict }), "### ❌ Network Guard: 1 advisory in 1 resource");
    const baseline = { ...same, baseline: { known: [], fixed: [] } };
    assert.equal(
      title({ findings: [], verdict: baseline }),
      "### ✅ Network Guard: new since the baseline: no findings",
    );
    const told = formats.markdown({ ...few, verdict: same, failures: [...failures, "infra/other: gone"] });
    assert.ok(
      told.includes("Not checked:\n\n```text\ninfra/broken: no program\nat line 1\ninfra/other: gone\n```"),
      told,
    );
  });

  it("fits a screen, however many policies have found something in however many resources", () => {
    const { findings, ...report } = sample("levels");
    const many = findings.flatMap((finding) =>
      Array.from({ length: 60 }, (_, i) => ({
        ...finding,
        policy: `${finding.policy}-${i % 40}`,
        urn: `${finding.urn}${i}`,
      })),
    );
    const folded = formats
      .markdown({ ...report, findings: many })
      .replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, "");
    let depth = 0;
    const seen = folded.split("\n").filter((line) => {
      const isOpen = depth === 0;
      depth += Number(line.startsWith("<details>")) - Number(line === "</details>");
      return isOpen && line !== "";
    });
    assert.ok(seen.length <= 50, `${seen.length} lines`);
    assert.equal(depth, 0);
  });

  const { findings: some, ...rest } = sample("few");
  const [plainOne] = some as [(typeof some)[number]];
  const told = (count: number, of: (i: number) => object) =>
    formats.markdown({
      ...rest,
      findings: Array.from({ length: count }, (_, i) => ({
        ...plainOne,
        level: "mandatory" as const,
        ...of(i),
      })),
    });

  it("shows 25 policies, and 12 of what one of them says, before it counts", () => {
    const policies = (count: number) => told(count, (i) => ({ policy: `no-${i}` }));
    assert.doesNotMatch(policies(25), /more/);
    assert.match(
      policies(26),
      /no-24<\/code>[\s\S]*<b>1 more mandatory<\/b> of 1 policy[\s\S]*no-25<\/code>/,
    );
    assert.equal(policies(26).match(/no-25/g)?.length, 1);
    const texts = (count: number) => told(count, (i) => ({ text: `text ${i}` }));
    assert.doesNotMatch(texts(12), /more/);
    assert.match(texts(13), /text 11\n… and 1 more\n```/);
  });

  it("takes up to 56,000 characters, of which the longest are cut first", () => {
    const of = (length: number) =>
      told(2, (i) => ({ policy: `no-${i}`, text: "x".repeat(i === 0 ? 9 : length) }));
    const room = 56_000 - (/<details>[\s\S]*?<\/details>\n\n/.exec(of(0))?.[0].length ?? 0);
    const own = /<details><summary>[^\n]*no-1[\s\S]*?<\/details>/.exec(of(0))?.[0].length ?? 0;
    assert.equal(of(room - own).match(/xxxxxxxxxx+/)?.[0].length, room - own);
    assert.match(of(room - own + 1), /no-1<\/code>.*\n\nToo long for a comment\.\n/);
  });

  it("takes up to 4,000 characters of notes", () => {
    const of = (length: number) =>
      formats.markdown({ ...rest, findings: [], verdict: { ...rest.verdict, notes: ["x".repeat(length)] } });
    assert.ok(of(4_000).includes("x".repeat(4_000)));
    assert.ok(of(4_001).includes(`${"x".repeat(3_999)}…`));
  });

  it("cuts what was not judged where it is of very many kinds", () => {
    const { verdict, ...rest } = sample("blind");
    const unjudged = Array.from({ length: 10_000 }, (_, i) => ({
      kind: { one: `resource of p${i}`, many: "" },
      number: 1,
    }));
    const long = formats.markdown({ ...rest, verdict: { ...verdict, unjudged } });
    assert.ok(long.length < 5_000 && long.includes("resource of p9,"), `${long.length}`);
  });

  it("stays below what a comment may hold, and counts what it leaves out", () => {
    const { findings, ...report } = sample("hostile");
    const [first] = findings as [(typeof findings)[number]];
    const many = Array.from({ length: 2_000 }, (_, i) => ({
      ...first,
      policy: `no-${i}`,
      urn: `${first.urn}${i}`,
    }));
    const long = formats.markdown({ ...report, findings: many });
    assert.ok(long.length < 65_536, `${long.length}`);
    assert.match(long, /and \d+ more policies/);
  });
});

describe("the annotations for GitHub", () => {
  it("are a line each, whatever they say", () => {
    for (const name of sampleNames)
      for (const line of written("github", name).split("\n").slice(0, -1))
        assert.match(line, /^::(error|warning|notice) ((file|line|col|title)=[^,:]*,?)+::[^\n\r]+$/);
  });

  it("say as the tenth of a kind how many more there are, and fold what one line declares", () => {
    const lines = written("github", "folded")
      .split("\n")
      .filter((line) => line.startsWith("::error"));
    assert.equal(lines.length, 14);
    assert.match(lines[9] ?? "", /4 more mandatory findings/);
    assert.match(
      lines[0] ?? "",
      /^::error file=exposures\/shop\.txt,.*opened: internet.*%0A.*closed: internet/,
    );
    assert.match(lines[1] ?? "", /web-0: .*web-12: /);
  });

  it("are no longer than a runner takes, with the way to mend what they say at their end", () => {
    const { findings, ...report } = sample("few");
    const place = { path: "index.ts", line: 1, column: 1 };
    const finding = { ...findings[0], place, remediationSteps: "Mend it." } as (typeof findings)[number];
    const loop = Array.from({ length: 1_000 }, (_, i) => ({ ...finding, urn: `${finding.urn}-${i}` }));
    for (const found of [loop, [{ ...finding, text: "long ".repeat(2_000) }]]) {
      const text = formats.github({ ...report, findings: found, differences: [] });
      const line = text.split("\n").find((one) => one.endsWith("%0AMend it."));
      const [, , message = ""] = /^::(.*?)::(.*)$/.exec(line ?? "") ?? [];
      const { length } = message.replaceAll("%0A", "\n").replaceAll("%25", "%");
      assert.ok(length > 3_900 && length <= 4_000, `${length}`);
      assert.equal(/%0Aand \d+ more%0AMend it\.$/.test(message), found === loop);
    }
  });

  it("are up to ten of a kind without more ado", () => {
    const { findings, ...report } = sample("few");
    const many = Array.from({ length: 10 }, (_, i) => ({ ...findings[0], urn: `urn:${i}` }));
    const text = formats.github({ ...report, findings: many as typeof findings, differences: [] });
    assert.equal(text.match(/::warning/g)?.length, 10);
    assert.doesNotMatch(text, /more/);
  });
});
