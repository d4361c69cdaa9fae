import assert from "node:assert/strict";
import { fixture, run, server, stateOf } from "./run";

describe("what is half said", () => {
  const state = stateOf(server("web"));
  const cases: [title: string, args: readonly string[], said: string][] = [
    [
      "refuses exemptions without a reason",
      ["--write-exemptions"],
      "error: --write-exemptions: say why with --reason\n",
    ],
    [
      "refuses a reason of no exemptions",
      ["--reason", "Old"],
      "error: --reason and --expires are said of what --write-exemptions exempts: give that as well\n",
    ],
    [
      "refuses a last day of no exemptions",
      ["--expires", "2999-12-31"],
      "error: --reason and --expires are said of what --write-exemptions exempts: give that as well\n",
    ],
    [
      "refuses more configurations than packs",
      [
        "--policy-pack",
        fixture("pack"),
        ...["a.json", "b.json"].flatMap((file) => ["--policy-pack-config", file]),
      ],
      "error: more --policy-pack-config than --policy-pack: each pack takes one config file\n",
    ],
  ];
  for (const [title, args, said] of cases)
    it(title, async () => {
      assert.deepEqual(await run("check", state, ...args), { code: 2, out: "", err: said });
    });
});

describe("what explains a policy of this pack", () => {
  it("tells what it is about in front of its page", async () => {
    const { code, out, err } = await run("explain", "no-public-ssh-rdp");
    assert.deepEqual([code, err], [0, ""]);
    const [head, page] = out.split("\n\nControls\n");
    assert.deepEqual(head?.split("\n"), [
      "no-public-ssh-rdp",
      "",
      "  SSH and RDP must not be open to the internet.",
      "",
      "  level       mandatory by default",
      "  severity    critical",
      "  concern     security-groups",
      "  to mend it  Admit only the addresses you administer from, or none and use Session",
      "              Manager.",
      "  page        https://github.com/pulumi-network-guard/network-guard/blob/main/policies/security-groups/no-public-ssh-rdp.md",
    ]);
    assert.match(page ?? "", /\n\nWhy\n\n {2}Every public address is scanned/);
  });
});
