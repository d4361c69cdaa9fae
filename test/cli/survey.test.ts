import assert from "node:assert/strict";
import fs, { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { filesFor } from "../../cli/init/files";
import { repositoryRoot, type Survey, surveyOf } from "../../cli/init/survey";

const NODE = "name: shop\nruntime: nodejs\n";

describe("what stands in a repository", () => {
  let root: string;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "network-guard-survey-")));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function survey(files: Record<string, string>): Survey {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return surveyOf(root);
  }

  const projects: [string, Record<string, string>, Partial<Survey>][] = [
    ["a program at its root", { "Pulumi.yaml": NODE }, { targets: [{ path: "." }], others: [] }],
    ["one further down", { "a/b/Pulumi.yml": NODE }, { targets: [{ path: "a/b" }] }],
    ["one written in JSON", { "Pulumi.json": '{"runtime":{"name":"nodejs"}}' }, { targets: [{ path: "." }] }],
    ["one in another language", { "a/Pulumi.yaml": "runtime: go" }, { targets: [], others: ["a"] }],
    ["nothing in a project's file", { "Pulumi.yaml": "" }, { targets: [], others: ["."] }],
    [
      "a file of a like name",
      { "Pulumi.yaml.bak": NODE, "my.Pulumi.yaml": NODE },
      { targets: [], others: [] },
    ],
    ["one stack", { "Pulumi.yaml": NODE, "Pulumi.dev.yaml": "" }, { targets: [{ path: "." }] }],
    [
      "two stacks",
      {
        "a/Pulumi.yaml": NODE,
        "a/Pulumi.dev.yaml": "",
        "a/Pulumi.p.yml": "",
        "a/my.Pulumi.x.yaml": "",
        "a/Pulumi.y.yaml~": "",
      },
      {
        targets: [
          { path: "a", stack: "dev" },
          { path: "a", stack: "p" },
        ],
      },
    ],
    [
      "stacks in another folder",
      {
        "Pulumi.yaml": `${NODE}stackConfigDir: stacks\n`,
        "stacks/Pulumi.a.yaml": "",
        "stacks/Pulumi.b.yaml": "",
      },
      {
        targets: [
          { path: ".", stack: "a" },
          { path: ".", stack: "b" },
        ],
      },
    ],
    [
      "a program six folders down",
      { "1/2/3/4/5/6/Pulumi.yaml": NODE },
      { targets: [{ path: "1/2/3/4/5/6" }] },
    ],
    ["one deeper", { "1/2/3/4/5/6/7/Pulumi.yaml": NODE }, { targets: [] }],
    ...["node_modules", ".git", "dist", "build", ".pulumi", "vendor"].map(
      (folder): [string, Record<string, string>, Partial<Survey>] => [
        `what is not its own: ${folder}`,
        { [`${folder}/Pulumi.yaml`]: NODE },
        { targets: [] },
      ],
    ),
  ];
  for (const [what, files, expected] of projects)
    it(`is ${what}`, () => {
      const found = survey(files);
      for (const key of ["targets", "others"] as const)
        if (expected[key]) assert.deepEqual(found[key], expected[key]);
    });

  it("is told without a folder that may not be read", () => {
    const { readdirSync } = fs;
    const reading = (path: fs.PathLike, options: never) => {
      if (String(path).endsWith("data")) throw new Error("EACCES: permission denied");
      return readdirSync(path, options);
    };
    Object.assign(fs, { readdirSync: reading });
    try {
      const found = survey({ "a/Pulumi.yaml": NODE, "data/Pulumi.yaml": NODE });
      assert.deepEqual(found.targets, [{ path: "a" }]);
    } finally {
      Object.assign(fs, { readdirSync });
    }
  });

  const installs: [string, Record<string, string>, string, string][] = [
    ["nothing", {}, "a/b", "npm install"],
    ["a manifest", { "a/package.json": "{}" }, "a", "npm install"],
    ["a lock file above a manifest", { "a/b/package.json": "{}", "package-lock.json": "" }, ".", "npm ci"],
    ["two lock files", { "a/b/package-lock.json": "", "pnpm-lock.yaml": "" }, "a/b", "npm ci"],
    ["two in one folder", { "package-lock.json": "", "yarn.lock": "" }, ".", "npm ci"],
    ["npm", { "a/npm-shrinkwrap.json": "" }, "a", "npm ci"],
    ["pnpm", { "pnpm-lock.yaml": "" }, ".", "corepack enable && pnpm install --frozen-lockfile"],
    ["Yarn", { "yarn.lock": "__metadata:\n" }, ".", "corepack enable && yarn install --immutable"],
    ["Yarn 1", { "yarn.lock": "# yarn lockfile v1\n" }, ".", "yarn install --frozen-lockfile"],
    ["Bun", { "bun.lock": "" }, ".", "npm install --global bun && bun install --frozen-lockfile"],
    ["Bun before 1.2", { "bun.lockb": "" }, ".", "npm install --global bun && bun install --frozen-lockfile"],
  ];
  for (const [what, files, folder, command] of installs)
    it(`is installed by what is there: ${what}`, () => {
      assert.deepEqual(survey({ "a/b/Pulumi.yaml": NODE, ...files }).installs, [{ folder, command }]);
    });

  it("is installed once for programs that share their packages", () => {
    const files = { "a/Pulumi.yaml": NODE, "b/Pulumi.yaml": NODE, "c/Pulumi.yaml": "runtime: go" };
    assert.deepEqual(survey({ ...files, "package-lock.json": "" }).installs, [
      { folder: ".", command: "npm ci" },
    ]);
  });

  const hosts: [Survey["host"], Record<string, string>][] = [
    ["github", { ".git/config": '[remote "origin"]\n\turl = git@github.com:acme/shop.git\n' }],
    ["gitlab", { ".git/config": "[remote]\n  url=https://gitlab.com/acme/shop\n" }],
    ["gitlab", { ".git/config": "url   =   https://gitlab.com/acme/shop\n", ".github/a": "" }],
    ["github", { ".git/config": "url=https://gitlab.com/a\nurl=https://github.com/a\n" }],
    ["gitlab", { ".git/config": "url = git@gitlab.com:acme/github-tools.git\n" }],
    ["gitlab", { ".git/config": "url = https://me:token@gitlab.acme.com/github.git\n" }],
    ["github", { ".git/config": "url = ssh://git@github.acme.com:22/gitlab.git\n" }],
    [undefined, { ".git/config": "url = /srv/github/shop.git\n" }],
    [undefined, { ".git/config": '[branch "github"]\n\tpushurl = git@github.com:a\n[branch "gitlab"]\n' }],
    [undefined, { ".git/config": "\tpushurl = git@gitlab.com:a\n" }],
    [
      "github",
      {
        ".git": "gitdir: of-shop/worktrees/b\n",
        "of-shop/worktrees/b/commondir": "../..\n",
        "of-shop/config": "url = git@github.com:a/b\n",
      },
    ],
    ["gitlab", { ".git": "gitdir: of-shop/modules/b", "of-shop/modules/b/config": "url = gitlab.com:a/b\n" }],
    [undefined, { ".git": "gitdir: nowhere\n" }],
    ["github", { ".github/a": "", ".gitlab-ci.yml": "" }],
    ["gitlab", { ".gitlab-ci.yml": "" }],
    [undefined, {}],
  ];
  for (const [host, files] of hosts)
    it(`is on ${host}: ${JSON.stringify(files)}`, () => {
      const found = survey(files);
      assert.deepEqual(["host" in found, found.host], [host !== undefined, host]);
    });

  it("begins where Git's folder stands, else where one is", () => {
    survey({ ".git/config": "", "a/b/c": "" });
    assert.equal(repositoryRoot(join(root, "a", "b")), root);
    assert.equal(repositoryRoot(root), root);
    rmSync(join(root, ".git"), { recursive: true });
    assert.equal(repositoryRoot(join(root, "a", "b")), join(root, "a", "b"));
  });
});

describe("what is written for a repository", () => {
  const survey = (more: Partial<Survey> = {}): Survey => ({
    ...{ root: "/shop", targets: [{ path: "a" }, { path: "b", stack: "dev" }], others: [] },
    installs: [{ folder: ".", command: "npm ci" }],
    ...more,
  });
  const textsFor = (one: Survey) => new Map(filesFor(one).map(({ path, text }) => [path, text]));

  const paths: [Survey["host"], string[]][] = [
    ["github", [".github/workflows/network-guard.yml"]],
    ["gitlab", [".gitlab/network-guard.yml", ".gitlab-ci.yml"]],
    [undefined, []],
  ];
  for (const [host, own] of paths)
    it(`is, on ${host}, ${own.length === 0 ? "no workflow" : own.join(" and ")}`, () => {
      const texts = textsFor(survey(host === undefined ? {} : { host }));
      assert.deepEqual([...texts.keys()], ["network-guard.yaml", ...own, ".pre-commit-config.yaml"]);
      const folders = [".github/workflows/network-guard.yml", ".gitlab/network-guard.yml"];
      for (const path of folders)
        if (own.includes(path)) assert.match(texts.get(path) ?? "", /network-guard check/);
      if (host === "gitlab")
        assert.deepEqual(parse(texts.get(".gitlab-ci.yml") ?? ""), { include: [{ local: own[0] }] });
    });

  it("are settings that name what is judged, with their schema, and show how policies are named", () => {
    const settings = (one: Survey) => textsFor(one).get("network-guard.yaml");
    const text = settings(survey()) ?? "";
    assert.equal(
      text,
      `# yaml-language-server: $schema=./node_modules/pulumi-network-guard/schemas/project.json
# What \`network-guard check\` judges where nothing is named.
targets:
  - a
  - path: b
    stack: dev
# Levels, options and exemptions, by policy; \`network-guard list\` names them all.
# policies:
#   all: advisory
#   no-public-ssh-rdp: mandatory
`,
    );
    const [line] = (settings(survey({ installs: [{ folder: "infra", command: "npm ci" }] })) ?? "").split(
      "\n",
    );
    assert.equal(
      line,
      "# yaml-language-server: $schema=./infra/node_modules/pulumi-network-guard/schemas/project.json",
    );
  });

  it("installs each folder's packages, and runs the command of the first", () => {
    const installs = [
      { folder: "infra", command: "npm ci" },
      { folder: ".", command: "yarn" },
    ];
    const texts = textsFor(survey({ installs, host: "gitlab" }));
    const { script } = parse(texts.get(".gitlab/network-guard.yml") ?? "")["network-guard"];
    assert.deepEqual(script.slice(0, 2), ["(cd infra && npm ci)", "yarn"]);
    assert.match(script[2], /^infra\/node_modules\/\.bin\/pulumi-network-guard check /);
    const hook = texts.get(".pre-commit-config.yaml") ?? "";
    assert.match(hook, / infra\/node_modules\/\.bin\/pulumi-network-guard check$/m);
    const github =
      textsFor(survey({ installs, host: "github" })).get(".github/workflows/network-guard.yml") ?? "";
    assert.match(
      github,
      /^( +)- run: \(cd infra && npm ci\)\n\1- run: yarn\n\1- name: Check\n +run: >-\n +infra\/node_modules/m,
    );
    assert.match(textsFor(survey()).get(".pre-commit-config.yaml") ?? "", /entry: node_modules\/\.bin/);
  });
});
