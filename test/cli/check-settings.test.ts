import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isRecorded } from "../../cli/check";
import type { CheckFlags } from "../../cli/commands/check";
import { completed, projectFileOf, recordedIn, targetsOf } from "../../cli/commands/check-settings";
import { fileOf, isOfEachStack, recordedOf } from "../../cli/exposures";
import type { ProjectFile } from "../../cli/project-file";
import { repositoryOf } from "../../cli/repository";

const none = {} as CheckFlags;
const project = (settings: object): ProjectFile => ({
  path: "/shop/network-guard.yaml",
  settings: settings as ProjectFile["settings"],
});

describe("what is judged", () => {
  const start = process.cwd();
  let folder: string;
  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "network-guard-")));
    mkdirSync(join(folder, "program"));
    for (const name of ["index.ts", "index.mts", "index.cjs", "index.jsx", "state", "tsx"])
      writeFileSync(join(folder, "program", name), "");
    writeFileSync(join(folder, "program/Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    for (const [path, level] of [
      ["network-guard.yaml", "advisory"],
      ["program/network-guard.yaml", "mandatory"],
    ] as const)
      writeFileSync(join(folder, path), `policies: { all: ${level} }\n`);
  });
  afterEach(() => process.chdir(start));

  it("is recorded where it is a file of no program, or would be one", () => {
    for (const name of ["index.ts", "index.mts", "index.cjs", "index.jsx", ".", "nowhere"])
      assert.equal(isRecorded(join(folder, "program", name)), false, name);
    for (const name of ["state", "tsx", "nowhere.json"])
      assert.equal(isRecorded(join(folder, "program", name)), true, name);
    assert.equal(isRecorded(undefined), false);
  });

  it("is told of by the file of one program, else by that of the current folder", () => {
    process.chdir(folder);
    const fileOfAll = join(folder, "network-guard.yaml");
    const ofProgram = join(folder, "program/network-guard.yaml");
    assert.equal(projectFileOf(["program"])?.path, ofProgram);
    assert.equal(projectFileOf(["program/index.ts"])?.path, ofProgram);
    assert.equal(projectFileOf(["program/state"])?.path, fileOfAll);
    assert.equal(projectFileOf(["program", "program"])?.path, fileOfAll);
    assert.equal(projectFileOf([])?.path, fileOfAll);
    process.chdir(join(folder, "program"));
    assert.equal(projectFileOf([])?.path, ofProgram);
  });

  it("are the targets that are named, once each, else those of the project", () => {
    assert.deepEqual(targetsOf(["a", "b", "a"], { ...none, stack: "dev" }, undefined), [
      { name: "a", path: "a", stack: "dev" },
      { name: "b", path: "b", stack: "dev" },
    ]);
    const file = project({ targets: ["infra", { path: "app", stack: "prod" }] });
    const both = [
      { name: "infra", path: "/shop/infra" },
      { name: "app (prod)", path: "/shop/app", stack: "prod" },
    ];
    process.chdir(folder);
    assert.deepEqual(targetsOf([], none, file), both);
    assert.deepEqual(targetsOf(["a"], none, file), [{ name: "a", path: "a" }]);
    assert.deepEqual(
      targetsOf([], { ...none, stack: "dev" }, file).map(({ stack }) => stack),
      ["dev", "dev"],
    );
    assert.deepEqual(targetsOf([], none, project({})), [{ name: "." }]);
    assert.deepEqual(targetsOf([], none, undefined), [{ name: "." }]);
    process.chdir(join(folder, "program"));
    assert.deepEqual(targetsOf([], none, file), [{ name: "." }]);
    const own = { ...file, path: join(folder, "program/network-guard.yaml") };
    assert.equal(targetsOf([], none, own).length, 2);
  });

  it("lies in the repository above it, else in that of the current folder", () => {
    mkdirSync(join(folder, "program/.git"));
    assert.equal(repositoryOf(join(folder, "program/deep/below")), join(folder, "program"));
    process.chdir(folder);
    assert.equal(repositoryOf("program"), join(folder, "program"));
    assert.equal(repositoryOf(folder), folder);
    process.chdir(join(folder, "program"));
    assert.equal(repositoryOf(folder), join(folder, "program"));
  });
});

describe("what a project's file says of a check", () => {
  it("holds where flags say nothing, its paths from where it lies", () => {
    const file = project({
      ...{
        format: "sarif",
        output: { json: "out/report.json", text: "/tmp/report" },
        baseline: "known.json",
      },
      ...{ failOn: "high", failOnUnjudged: true, framework: ["fsbp"], invokes: "answers.json" },
      with: ["network.json"],
    });
    const said = {
      ...{ format: "sarif", baseline: "/shop/known.json", failOn: "high", failOnUnjudged: true },
      ...{ framework: ["fsbp"], invokes: "/shop/answers.json", with: ["/shop/network.json"] },
      output: [
        { format: "json", file: "/shop/out/report.json" },
        { format: "text", file: "/tmp/report" },
      ],
    };
    assert.deepEqual(completed(none, file), said);
    assert.deepEqual(completed(none, project({})), {});
    const { format: _, ...withoutFormat } = said;
    assert.deepEqual(completed({ ...none, json: true }, file), { ...withoutFormat, json: true });
    const given = { failOn: "low", failOnUnjudged: false, baseline: "own.json" } as CheckFlags;
    assert.deepEqual(completed(given, file), { ...said, ...given });
    assert.equal(completed(given, undefined), given);
  });

  it("names where flows are recorded, which need not be", () => {
    const file = project({ exposures: "flows.txt" });
    assert.deepEqual(recordedIn({ exposures: "own.txt" }, file), { file: "own.txt" });
    assert.equal(recordedIn({}, undefined), undefined);
    assert.equal(recordedIn({}, project({})), undefined);
    assert.match(recordedIn({}, file)?.file ?? "", /^\.\.\/.*shop\/flows\.txt$/);
    assert.equal(recordedIn({}, file)?.isOptional, true);
  });
});

describe("where flows are recorded", () => {
  const names = { project: "shop", stack: "dev" };

  it("may be said of each stack", () => {
    assert.equal(fileOf("flows/{project}/{stack}-{stack}.txt", names), "flows/shop/dev-dev.txt");
    assert.deepEqual(["{stack}", "{project}", "{name}", "stack"].map(isOfEachStack), [
      true,
      true,
      false,
      false,
    ]);
  });

  it("is read where it is, and missed where it must be", () => {
    const folder = mkdtempSync(join(tmpdir(), "network-guard-"));
    const file = join(folder, "{stack}.txt");
    writeFileSync(join(folder, "dev.txt"), "internet → Instance web: tcp 443\n");
    for (const isOptional of [true, false])
      assert.equal(recordedOf({ file, isOptional }, names)?.file, join(folder, "dev.txt"));
    assert.equal(recordedOf({ file, isOptional: true }, { ...names, stack: "prod" }), undefined);
    assert.throws(() => recordedOf({ file }, { ...names, stack: "prod" }), /prod\.txt/);
  });
});
