import assert from "node:assert/strict";
import type { ReportedFinding } from "../../report/finding";
import { toJson } from "../../report/json";
import { shortName } from "../../report/message";
import { toText } from "../../report/text";

const finding = (name: string, more: Partial<ReportedFinding>): ReportedFinding => ({
  policy: "no-x",
  pack: "pack",
  level: "advisory",
  urn: `urn:pulumi:dev::app::my:Group$aws:ec2/instance:Instance::${name}`,
  description: "No x.",
  message: "x is here",
  ...more,
});

const plain = { colour: false, directory: "/app" };

describe("the findings as JSON alone", () => {
  it("are the gravest first, without the program", () => {
    const [one, other] = [finding("a", { program: "/app" }), finding("b", { level: "mandatory" })];
    const { program: _, ...shown } = one;
    assert.equal(toJson([one, other]), `${JSON.stringify([other, shown], null, 2)}\n`);
  });
});

describe("the text report", () => {
  it("is empty without findings", () => {
    assert.equal(toText([], plain), "");
  });

  it("names a resource by the last of its type and its name, which may hold colons", () => {
    assert.equal(shortName("urn:pulumi:dev::app::a:B$aws:ec2/instance:Instance::a::b"), "Instance a::b");
    assert.equal(shortName("nonsense"), "nonsense");
  });

  it("puts mandatory before advisory and the severe before the mild, among and within resources", () => {
    const findings = [
      finding("mild", { severity: "low" }),
      finding("bad", { policy: "c", severity: "critical" }),
      finding("bad", { policy: "b", level: "mandatory" }),
      finding("bad", { policy: "a", level: "mandatory", severity: "low" }),
    ];
    const order = toText(findings, plain)
      .split("\n")
      .filter((line) => /^(\S| {2}\S)/.test(line));
    assert.deepEqual(order, [
      "Instance bad",
      "  mandatory low  a",
      "  mandatory  b",
      "  advisory critical  c",
      "Instance mild",
      "  advisory low  no-x",
      "2 mandatory, 2 advisory in 2 resources",
    ]);
    assert.equal(toText([...findings].reverse(), plain), toText(findings, plain));
  });

  it("indents every line of a message and its remedy, and falls back on the description", () => {
    const text = toText(
      [finding("a", { message: "one\n\ntwo", remediationSteps: "do" }), finding("b", { message: "" })],
      plain,
    );
    assert.ok(text.includes("  advisory  no-x\n    one\n\n    two\n    do\n"));
    const told = toText([finding("c", { message: "x. Do it.", remediationSteps: "Do it." })], plain);
    assert.equal(told.match(/Do it/g)?.length, 1);
    assert.ok(text.includes("Instance b\n  advisory  no-x\n    No x.\n"));
  });

  it("folds what one policy says alike of several resources into one block with a count and the first names", () => {
    const tags = ["a", "b", "c", "d", "e"].map((name) =>
      finding(name, { message: "it has no tag.\nTag it.", remediationSteps: "Tag it." }),
    );
    const text = toText([...tags, finding("a", { policy: "no-y", message: "y is here" })], plain);
    assert.ok(
      text.startsWith(
        "5 resources: Instance a, b, c and 2 more\n  advisory  no-x\n    it has no tag.\n    Tag it.\n",
      ),
      text,
    );
    assert.ok(text.includes("\nInstance a\n  advisory  no-y\n    y is here\n"), text);
    assert.ok(text.endsWith("6 advisory in 5 resources\n"), text);
    assert.ok(toText(tags.slice(0, 1), plain).startsWith("Instance a\n"));
  });

  it("folds what several policies say of the same rules into one block that names them", () => {
    const about = (rules: string, policy: string) =>
      finding("web", { policy, message: `${rules} admits tcp 22.`, remediationSteps: `Mend ${policy}.` });
    const text = toText(
      [about("ingress[0]", "a"), about("ingress[0]", "b"), about("ingress[1]", "c")],
      plain,
    );
    assert.equal(
      text,
      "Instance web\n  advisory  a, b\n    ingress[0] admits tcp 22.\n    Mend a.\n    Mend b.\n" +
        "  advisory  c\n    ingress[1] admits tcp 22.\n    Mend c.\n\n3 advisory in 1 resource\n",
    );
  });

  it("folds what several policies say of the same rules of several resources", () => {
    const about = (name: string, policy: string) =>
      finding(name, { policy, message: `ingress[0] admits ${policy}.`, remediationSteps: `Mend ${policy}.` });
    assert.equal(
      toText([about("x", "a"), about("y", "a"), about("x", "b"), about("y", "b"), about("y", "c")], plain),
      "Instance x, y\n  advisory  a, b\n    ingress[0] admits a.\n    ingress[0] admits b.\n" +
        "    Mend a.\n    Mend b.\n\nInstance y\n  advisory  c\n    ingress[0] admits c.\n    Mend c.\n\n" +
        "5 advisory in 2 resources\n",
    );
  });

  it("tells once what several policies say that the same rules admit from the same sources", () => {
    const about = (policy: string, services: string, source = "0.0.0.0/0") =>
      finding("web", {
        policy,
        message: `ingress[0] admits ${services} from ${source}, such as tcp 22 from 198.51.100.7.`,
      });
    const all = [about("a", "tcp 22"), about("b", "every tcp port"), about("c", "tcp 22", "::/0")];
    assert.equal(
      toText(all, plain),
      "Instance web\n  advisory  a, b, c\n" +
        "    ingress[0] admits tcp 22; every tcp port from 0.0.0.0/0, such as tcp 22 from 198.51.100.7.\n" +
        "    ingress[0] admits tcp 22 from ::/0, such as tcp 22 from 198.51.100.7.\n\n3 advisory in 1 resource\n",
    );
  });

  it("tells the type of resources of one block where it changes", () => {
    const of = (type: string, name: string) =>
      finding(name, { urn: `urn:pulumi:dev::app::aws:ec2/x:${type}::${name}` });
    const text = toText([of("Subnet", "a"), of("Subnet", "b"), of("Vpc", "c")], plain);
    assert.ok(text.startsWith("Subnet a, b, Vpc c\n"), text);
  });

  it("names up to four resources of a block, each with its own place, and a name of several words whole", () => {
    const at = (name: string, line: number) =>
      finding(name, { source: { file: "/app/index.ts", line, column: 1 } });
    const titleOf = (...names: string[]) =>
      toText(
        names.map((name, i) => at(name, i + 1)),
        plain,
      ).split("\n")[0];
    assert.equal(titleOf("a b", "c d"), "Instance a b  index.ts:1, c d  index.ts:2");
    assert.equal(
      titleOf("a", "b", "c", "d"),
      "Instance a  index.ts:1, b  index.ts:2, c  index.ts:3, d  index.ts:4",
    );
    assert.equal(
      titleOf("a", "b", "c", "d", "e"),
      "5 resources: Instance a  index.ts:1, b  index.ts:2, c  index.ts:3 and 2 more",
    );
    const beside = [at("a", 1), finding("b", {}), at("b", 7)].map((one, i) =>
      i === 1 ? { ...one, message: "y" } : one,
    );
    assert.match(toText(beside, plain), /Instance a {2}index\.ts:1, b {2}index\.ts:7\n/);
  });

  it("takes numbers in titles alone for the same", () => {
    const told = (...messages: string[]) =>
      toText(
        messages.map((message, i) => finding(`t-${i}`, { message })),
        plain,
      ).match(/no-x/g)?.length;
    assert.equal(told("by Subnet app-12-a.", "by Subnet app-3-a."), 1);
    assert.equal(told("by VpcEndpoint app-1.", "by VpcEndpoint app-22."), 1);
    assert.equal(told("by DBCluster app-1.", "by DBCluster app-22."), 1);
    assert.equal(told("by Subnet app-1-a.", "by Subnet app-1-b."), 2);
    assert.equal(told("by Subnet app-1.", "by Vpc app-1."), 2);
    assert.equal(told("on tcp 22.", "on tcp 80."), 2);
  });

  it("folds what differs by the number of a resource alone, and shows the first few", () => {
    const about = (i: number, what = `sends Subnet a-${i} out.`) =>
      finding(`t-${i}`, { message: `${what}\nMend it.`, remediationSteps: "Mend it." });
    const text = (count: number) =>
      toText(
        Array.from({ length: count }, (_, i) => about(i)),
        plain,
      );
    const shown = "    sends Subnet a-0 out.\n    sends Subnet a-1 out.\n";
    assert.ok(text(2).includes(`  advisory  no-x\n${shown}    Mend it.\n`), text(2));
    assert.ok(text(5).includes("sends Subnet a-2 out.\n    and 2 more like these.\n    Mend it.\n"), text(5));
    const apart = toText([about(0, "admits tcp 22."), about(1, "admits tcp 80.")], plain);
    assert.equal(apart.match(/no-x/g)?.length, 2);
    const long = toText([about(0, "gets in:\n  Subnet a-0"), about(1, "gets in:\n  Subnet a-1")], plain);
    assert.ok(
      long.includes("    gets in:\n      Subnet a-0\n    and 1 more like this.\n    Mend it.\n"),
      long,
    );
  });

  it("tells the fix of a policy once, where it stands first, and what differs by its example alone once", () => {
    const about = (name: string, port: number) =>
      finding(name, {
        policy: `no-${port}`,
        message: `ingress[0] admits all, such as tcp ${port} from 198.51.100.7.\nMend it.`,
        remediationSteps: "Mend it.",
      });
    assert.equal(
      toText([about("x", 22), about("x", 80), finding("y", { ...about("y", 22), message: "other" })], plain),
      "Instance x\n  advisory  no-22, no-80\n    ingress[0] admits all, such as tcp 22 from 198.51.100.7.\n    Mend it.\n\n" +
        "Instance y\n  advisory  no-22\n    other\n\n3 advisory in 2 resources\n",
    );
  });

  it("tells the fix once of all that one policy says of one resource", () => {
    const about = (value: string) =>
      finding("web", { message: `"${value}" is no block.\nMend it.`, remediationSteps: "Mend it." });
    assert.equal(
      toText([about("x"), about("y")], plain),
      'Instance web\n  advisory  no-x\n    "x" is no block.\n    "y" is no block.\n    Mend it.\n\n2 advisory in 1 resource\n',
    );
  });

  it("tells all of one resource together, where the gravest of it stands", () => {
    const text = toText(
      [
        finding("a", { level: "mandatory", message: "one" }),
        finding("b", { level: "mandatory", message: "two" }),
        finding("a", { policy: "no-y", message: "three" }),
      ],
      plain,
    );
    assert.deepEqual(text.match(/Instance \w|one|two|three/g), [
      "Instance a",
      "one",
      "three",
      "Instance b",
      "two",
    ]);
  });

  it("tells the source relative to the folder, if it lies below", () => {
    const source = (file: string) => toText([finding("a", { source: { file, line: 7, column: 1 } })], plain);
    assert.ok(source("/app/src/index.ts").startsWith("Instance a  src/index.ts:7\n"));
    assert.ok(source("/other/index.ts").startsWith("Instance a  /other/index.ts:7\n"));
  });

  it("colours only when asked to", () => {
    const findings = [finding("a", {})];
    assert.ok(!toText(findings, plain).includes("\u001b"));
    assert.ok(toText(findings, { ...plain, colour: true }).includes("\u001b[33madvisory"));
  });
});
