import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { newPolicyCommand } from "../../scripts/new-policy";
import { policiesCopy } from "../repository-copy";

describe("npm run new-policy", () => {
  let copy: string;

  before(() => {
    copy = policiesCopy();
  });

  after(() => rmSync(copy, { recursive: true, force: true }));

  const written = () => readdirSync(join(copy, "policies"), { recursive: true });

  /** What the command says where it refuses, with exit code 1. */
  async function refusal(...args: string[]): Promise<string> {
    let said = "";
    const command = newPolicyCommand(copy)
      .exitOverride()
      .configureOutput({
        writeErr: (text) => {
          said += text;
        },
      });
    await assert.rejects(command.parseAsync(args, { from: "user" }), { exitCode: 1 });
    return said;
  }

  const refusals: [string, string[], RegExp][] = [
    [
      "a name of another form",
      ["moonlight"],
      /"moonlight" is no name for a policy: .*no-<state> or require-<state>/,
    ],
    ["a name in capitals", ["no-Moonlight"], /"no-Moonlight" is no name for a policy/],
    ["a path", ["no-moon/../light"], /is no name for a policy/],
    [
      "a policy that exists",
      ["no-public-ssh-rdp"],
      /policies\/security-groups\/no-public-ssh-rdp\.ts exists already/,
    ],
    ["a group that there is not", ["no-moonlight", "--group", "sky"], /'sky' is invalid\. .*security-groups/],
    [
      "no group where there is no terminal to ask at, and names the groups",
      ["no-moonlight", "--scope", "stack"],
      /--group is missing.*:\n {2}security-groups\n(.*\n)* {2}databases\n/,
    ],
    [
      "no scope where there is no terminal to ask at, and names the scopes",
      ["no-moonlight", "--group", "instances"],
      /--scope is missing.*:\n {2}resource\n {2}stack\n {2}both\n/,
    ],
  ];
  for (const [what, args, message] of refusals) {
    it(`refuses ${what}, and writes nothing`, async () => {
      const before = written();
      assert.match(await refusal(...args), message);
      assert.deepEqual(written(), before);
    });
  }

  it("never writes over a file", async () => {
    const page = join(copy, "policies/instances/no-moonlight.md");
    cpSync(join(copy, "README.md"), page);
    assert.match(
      await refusal("no-moonlight", "--group", "instances", "--scope", "stack"),
      /no-moonlight\.md exists already/,
    );
    assert.ok(!existsSync(join(copy, "policies/instances/no-moonlight.ts")));
  });
});

describe("the guide to a new policy", () => {
  const root = join(__dirname, "../..");

  it("names files that there are, but those of its examples", () => {
    const guide = readFileSync(join(root, "docs/new-policy.md"), "utf8");
    const named = [...guide.matchAll(/[\w./{},-]+\/[\w./{},-]+\.(?:ts|md|json)\b/g)].flatMap(([path]) =>
      spelled(path),
    );
    const given = named.filter((path) => !/moonlight|lantern|\/x\//.test(path));
    assert.ok(given.length > 20, given.join());
    assert.deepEqual(
      given.filter((path) => !existsSync(join(root, path))),
      [],
    );
  });
});

/** What a shell makes of a path with choices in braces. */
function spelled(path: string): string[] {
  const [, before = "", choices, after = ""] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(path) ?? [];
  return choices?.split(",").flatMap((choice) => spelled(`${before}${choice}${after}`)) ?? [path];
}
