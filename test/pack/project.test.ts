import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Analyzer, guarded } from "../../pack/door";
import { entriesIn, type PolicyLevel } from "../../pack/entries";
import { projectFileFor } from "../../pack/project-file";
import { type Configured, type ProjectMode, withProject } from "../../pack/project-mode";
import { readProjectSettings } from "../../pack/project-settings";
import { policies } from "../../policies";
import { ConfigurationError, configurationErrors } from "../../policies/kit/configuration";

const settings = new Map<string, Configured>(
  Object.entries({ off: "disabled", soft: "advisory", hard: "mandatory", mended: "remediate" } as const).map(
    ([name, level]) => [name, { level, options: { ports: [22] } }],
  ),
);

const heard = (project: Record<string, unknown>, mode: ProjectMode) =>
  withProject(settings, entriesIn(project), mode);

describe("what a project's file may change", () => {
  const taken: [string, ProjectMode, Record<string, unknown>, Partial<Record<string, PolicyLevel>>][] = [
    [
      "nothing by default",
      "none",
      { off: "mandatory", hard: "disabled" },
      { off: "disabled", hard: "mandatory" },
    ],
    [
      "a level upwards",
      "tighten",
      { off: "advisory", soft: "mandatory" },
      { off: "advisory", soft: "mandatory" },
    ],
    ["the level that it has", "tighten", { hard: "mandatory", mended: "remediate" }, { hard: "mandatory" }],
    [
      "all levels upwards",
      "tighten",
      { all: "mandatory" },
      { off: "mandatory", soft: "mandatory", mended: "remediate" },
    ],
    [
      "mandatory where remediation stops as well",
      "tighten",
      { mended: "mandatory" },
      { mended: "remediate" },
    ],
    [
      "whatever it says, where any is allowed",
      "any",
      { all: "advisory", off: "mandatory" },
      { hard: "advisory", off: "mandatory" },
    ],
  ];
  for (const [what, mode, project, expected] of taken) {
    it(`${what}: ${mode}`, () => {
      const { settings: result, errors } = heard(project, mode);
      assert.deepEqual(errors, []);
      for (const [name, level] of Object.entries(expected))
        assert.equal(result.get(name)?.level, level, name);
    });
  }

  const refused: [Record<string, unknown>, RegExp][] = [
    [
      { hard: "advisory" },
      /^hard: "advisory" in place of "mandatory" is refused: .* may raise levels, and nothing else\.$/,
    ],
    [{ soft: "disabled" }, /^soft: "disabled" in place of "advisory" is refused/],
    [{ soft: "remediate" }, /^soft: "remediate" in place of "advisory" is refused/],
    [{ mended: "advisory" }, /^mended: "advisory" in place of "remediate" is refused/],
    [{ all: "advisory" }, /^all: "advisory" is refused for hard \(mandatory\) and mended \(remediate\): /],
    [{ all: "disabled", hard: "mandatory" }, /^all: "disabled" is refused for soft \(advisory\) and mended/],
    [{ off: { enforcementLevel: "mandatory", ports: [80] } }, /^off: "ports" is refused: /],
    [{ hard: { exemptions: [] } }, /^hard: "exemptions" is refused: /],
    [{ hrad: "mandatory" }, /^there is no policy "hrad"\. Did you mean "hard"\?$/],
    [{ soft: "mandatry" }, /^soft: "mandatry" is no enforcement level; .* Did you mean "mandatory"\?$/],
  ];
  for (const [project, said] of refused) {
    it(`refuses ${JSON.stringify(project)} where it may only tighten`, () => {
      const { settings: result, errors } = heard(project, "tighten");
      assert.match(errors[0] ?? "", said);
      assert.deepEqual(result, settings, "it is taken in part");
    });
  }

  it("lets a project set options and exemptions where it may set any", () => {
    const { settings: result } = heard({ hard: { enforcementLevel: "disabled", words: ["a"] } }, "any");
    assert.deepEqual(result.get("hard"), { level: "disabled", options: { ports: [22], words: ["a"] } });
  });
});

describe("the project's file", () => {
  let root: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), "network-guard-project-"));
    mkdirSync(join(root, "repository/.git"), { recursive: true });
    mkdirSync(join(root, "repository/infra/shop"), { recursive: true });
    mkdirSync(join(root, "loose/shop"), { recursive: true });
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  const write = (path: string, text: string) => {
    writeFileSync(join(root, path), text);
    return join(root, path);
  };

  it("lies beside the project or above it, up to the root of its repository", () => {
    const shop = join(root, "repository/infra/shop");
    write("network-guard.yaml", "");
    assert.equal(projectFileFor(shop), undefined);
    const above = write("repository/network-guard.json", "{}");
    assert.equal(projectFileFor(shop), above);
    const beside = write("repository/infra/shop/network-guard.yaml", "");
    assert.equal(projectFileFor(shop), beside);
    write("repository/infra/shop/network-guard.json", "{}");
    assert.throws(() => projectFileFor(shop), /network-guard\.yaml is there as well; keep one of them\./);
    assert.equal(projectFileFor(join(root, "loose/shop")), undefined);
    const astray = join(root, "loose/shop/network-guard.yaml");
    symlinkSync("nowhere.yaml", astray);
    assert.equal(projectFileFor(join(root, "loose/shop")), astray);
    assert.throws(() => readProjectSettings(astray), /network-guard\.yaml: ENOENT/);
    assert.equal(projectFileFor(join(root)), join(root, "network-guard.yaml"));
  });

  const mistakes: [string, RegExp][] = [
    ["polices: {}", /: there is no option "polices"\. Did you mean "policies"\?$/],
    ["failOn: hihg", /: "failOn" must be one of "mandatory", .*"never"\.$/],
    ["targets: [{ stack: dev }]", /: "targets\.0" lacks "path"\.$/],
    ["policies: [", /: .* at line 1/],
    ["- mandatory", /: expected an object of settings\.$/],
  ];
  for (const [text, said] of mistakes) {
    it(`is refused, by its name, with ${text}`, () => {
      const file = write("loose/network-guard.yaml", text);
      assert.throws(
        () => readProjectSettings(file),
        (error) =>
          error instanceof ConfigurationError && error.message.startsWith(file) && said.test(error.message),
      );
    });
  }

  /** Configures the pack as the engine does, and answers the levels that the SDK is told, or what is refused. */
  function configured(mode: string, levels: Record<string, number>): Record<string, number> | string {
    const request = new analyzer.ConfigureAnalyzerRequest();
    const gate = Struct.fromJavaScript({ projectConfiguration: mode });
    const set = (name: string, level: number, properties = new Struct()) =>
      request
        .getPolicyconfigMap()
        .set(name, new analyzer.PolicyConfig().setEnforcementlevel(level as never).setProperties(properties));
    set("review-exemptions", 0, gate);
    for (const [name, level] of Object.entries(levels)) set(name, level);
    const info = new analyzer.AnalyzerInfo().setPoliciesList(
      policies.map(({ name }) => new analyzer.PolicyInfo().setName(name)),
    );
    let answer: Record<string, number> | string = "";
    const sdk = {
      configureStack: () => undefined,
      getAnalyzerInfo: (_: unknown, callback: (failure: null, info: unknown) => void) => callback(null, info),
      configure: () => {
        answer = Object.fromEntries(
          Object.keys(levels).map((name) => [
            name,
            request.getPolicyconfigMap().get(name)?.getEnforcementlevel() ?? -1,
          ]),
        );
      },
    } as unknown as Analyzer;
    const service = guarded(
      sdk,
      (configuration, names) => configurationErrors(policies, configuration, names),
      {
        folderOf: (project) => (project === "shop" ? join(root, "loose") : undefined),
      },
    );
    const stack = new analyzer.AnalyzerStackConfigureRequest().setProject("shop");
    service.configureStack({ request: stack } as never, () => undefined);
    service.configure({ request } as never, (error) => {
      answer = (error as { details?: string } | null)?.details ?? "";
    });
    return answer;
  }

  it("is heard by the pack as its own configuration says, and refused with its name", () => {
    const [advisory, mandatory, disabled] = [0, 1, 2];
    const levels = { "no-public-ssh-rdp": mandatory, "require-ebs-backup": advisory };
    write("loose/network-guard.yaml", "policies: { require-ebs-backup: mandatory }");
    assert.deepEqual(configured("none", levels), levels);
    assert.deepEqual(configured("tighten", levels), { ...levels, "require-ebs-backup": mandatory });
    const file = write("loose/network-guard.yaml", "policies: { no-public-ssh-rdp: disabled }");
    assert.match(
      String(configured("tighten", levels)),
      new RegExp(`^${file}: no-public-ssh-rdp: "disabled" in place of`),
    );
    assert.deepEqual(configured("any", levels), { ...levels, "no-public-ssh-rdp": disabled });
    write("loose/network-guard.yaml", "policies: { no-public-ssh-rdp: { ports: no } }");
    assert.match(
      String(configured("any", levels)),
      new RegExp(`^${file}: no-public-ssh-rdp: "ports" must be array`),
    );
    assert.deepEqual(configured("none", levels), levels);
  });
});
