import assert from "node:assert/strict";
import { CIS_TITLES, FSBP_TITLES, OTHER_SECURITY_HUB_TITLES } from "../../policies/kit/control-titles";
import { controlOf, frameworkOf } from "../../policies/kit/controls";
import { displayNameOf } from "../../policies/kit/display-name";

const CIS = "CIS AWS Foundations Benchmark v5.0.0";

describe("titles of controls", () => {
  for (const [standard, titles] of Object.entries({ CIS_TITLES, FSBP_TITLES, OTHER_SECURITY_HUB_TITLES })) {
    it(`of ${standard} are said, each once`, () => {
      for (const [id, title] of Object.entries(titles)) assert.match(title, /^[A-Z][^\n]+[^.\s]$/, id);
      assert.equal(new Set(Object.values(titles)).size, Object.keys(titles).length);
    });
  }
});

describe("a control", () => {
  for (const [id, standard, reference, title] of [
    [`${CIS} 5.5`, `${CIS.slice(0, -7)} 5.0.0`, "5.5", /default security group/],
    ["FSBP EC2.9", "AWS Foundational Security Best Practices 1.0.0", "EC2.9", /public IP/],
    ["Security Hub EC2.13", "AWS Security Hub", "EC2.13", /port 22/],
    ["AWS Config restricted-ssh", "AWS Config", "restricted-ssh", undefined],
    ["AWS Config s3-a1-b", "AWS Config", "s3-a1-b", undefined],
    [`${CIS.slice(0, -5)}15.10.12 21.34.56`, `${CIS.slice(0, -7)} 15.10.12`, "21.34.56", undefined],
    ["FSBP Ab12.345", "AWS Foundational Security Best Practices 1.0.0", "Ab12.345", undefined],
    ["Security Hub Ab12.345", "AWS Security Hub", "Ab12.345", undefined],
  ] as const) {
    it(`is ${reference} of ${standard} as ${id}`, () => {
      const control = controlOf(id);
      const of = [control?.standard.name, control?.standard.version].filter((text) => text !== undefined);
      assert.equal(of.join(" "), standard);
      assert.equal(control?.reference, reference);
      assert.match(control?.standard.url ?? "", /^https:\/\/\S+$/);
      assert.match(control?.standard.short ?? "", /^[a-z-]+$/);
      if (title === undefined) assert.equal(control?.title, undefined);
      else assert.match(control?.title ?? "", title);
    });
  }

  for (const id of [
    "CIS 5.5",
    "CIS AWS Foundations Benchmark 5.5",
    "FSBP",
    "FSBP EC2",
    "AWS Config Restricted SSH",
    "EC2.9",
    ...[
      `${CIS} 5.`,
      `${CIS} 5`,
      `${CIS} 5.5 and more`,
      `${CIS} 5.x`,
      `the ${CIS} 5.5`,
      `${CIS.slice(0, -2)} 5.5`,
    ],
    ...["FSBP EC2.x", "FSBP EC2.9a", "the FSBP EC2.9", "FSBP EC-2.9"],
    ...["Security Hub EC2.x", "Security Hub EC2.9a", "a Security Hub EC2.9", "Security Hub EC-2.9"],
    ...["AWS Config restricted", "AWS Config restricted-ssh_", "AWS Config restricted-", "of AWS Config a-b"],
  ]) {
    it(`is none as ${id}`, () => assert.equal(controlOf(id), undefined));
  }

  it("has no title that nobody has looked up", () => {
    assert.deepEqual(
      [controlOf("FSBP EC2.9999")?.reference, controlOf("FSBP EC2.9999")?.title],
      ["EC2.9999", undefined],
    );
  });

  it("has no title by a standard that does not list it", () => {
    const titled = ["FSBP EC2.9", "Security Hub EC2.9", "FSBP EC2.13", "Security Hub EC2.13"].filter(
      (id) => controlOf(id)?.title !== undefined,
    );
    assert.deepEqual(titled, ["FSBP EC2.9", "Security Hub EC2.13"]);
  });
});

describe("the framework of a policy", () => {
  for (const [controls, name, reference] of [
    [[`${CIS} 5.5`, "FSBP EC2.2"], "CIS AWS Foundations Benchmark", "5.5"],
    [["FSBP EC2.19", `${CIS} 5.3`, `${CIS} 5.4`], "CIS AWS Foundations Benchmark", "5.3, 5.4"],
    [
      ["Security Hub EC2.13", "FSBP EC2.9", "FSBP EC2.25"],
      "AWS Foundational Security Best Practices",
      "EC2.9, EC2.25",
    ],
    [["Security Hub EC2.13", "AWS Config restricted-ssh"], undefined, undefined],
    [[], undefined, undefined],
  ] as const) {
    it(`is ${name ?? "none"} by ${controls.join(" and ") || "no control"}`, () => {
      const framework = frameworkOf(controls);
      assert.deepEqual([framework?.name, framework?.reference], [name, reference]);
      if (framework !== undefined) assert.match(framework.specification, /^\w/);
    });
  }
});

describe("the name for people", () => {
  for (const [name, shown] of [
    ["no-public-ssh-rdp", "No public SSH RDP"],
    ["require-imdsv2", "Require IMDSv2"],
    ["review-exemptions", "Review exemptions"],
  ] as const) {
    it(`of ${name} is ${shown}`, () => assert.equal(displayNameOf(name), shown));
  }
});
