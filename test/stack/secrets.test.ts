import assert from "node:assert/strict";
import { Secrets } from "../../stack/secrets";

const URN = "urn:pulumi:dev::shop::aws:rds/instance:Instance::db";

function masked(message: string, secrets: readonly (string | number)[], urn = URN): string {
  const all = new Secrets();
  all.add(URN, "aws:rds/instance:Instance", "db", secrets);
  return all.mask(message, urn);
}

const verb = (message: string, told: string) => (told === message ? "keeps" : "masks");

/** Secrets of `Instance db`, a message about it, and how it is told. */
const ABOUT_IT: readonly (readonly [string, readonly (string | number)[], string, string])[] = [
  ["everything where nothing is secret", [], "port 5432 of 10.0.0.1", "port 5432 of 10.0.0.1"],
  ["everything where an empty text is secret", [""], "port 5432", "port 5432"],
  ["a text", ["hunter2222"], "it is hunter2222!", "it is [secret]!"],
  ["a text within a longer one", ["hunter22"], "it is xhunter22x", "it is x[secret]x"],
  ["a text twice", ["hunter22"], "hunter22 hunter22", "[secret] [secret]"],
  ["a text and one that holds it", ["password", "password-of-all"], "password-of-all", "[secret]"],
  ["a word", ["hunter2"], "it is hunter2.", "it is [secret]."],
  ["a part of another word", ["hunter2"], "it is hunter22, xhunter2", "it is hunter22, xhunter2"],
  ["a word beyond ASCII", ["schlüss"], "ein schlüss, ein schlüssel", "ein [secret], ein schlüssel"],
  ["a port", [5432], "on 5432, not on 54321", "on [secret], not on 54321"],
  ["an address", ["10.1.2.3"], "from 10.1.2.3/32", "from [secret]"],
  ["an address of a block", ["10.1.2.0/24"], "from 10.1.2.9 and 10.1.2.0/25", "from [secret] and [secret]"],
  [
    "an address beside the block",
    ["10.1.2.0/24"],
    "from 10.1.3.9, 10.1.2.0/23",
    "from 10.1.3.9, 10.1.2.0/23",
  ],
  [
    "an address of IPv6",
    ["2001:db8::/64"],
    "from 2001:db8::1 and 2001:db8:0:1::1",
    "from [secret] and 2001:db8:0:1::1",
  ],
  ["an address in capitals", ["2001:db8::/64"], "from 2001:DB8::A", "from [secret]"],
  ["an address in a wide block", ["10.0.0.0/8"], "from 10.9.9.9", "from [secret]"],
  [
    "an address with more digits",
    ["10.10.20.0/24"],
    "from 10.10.20.30 or 10.10.20.130/31",
    "from [secret] or [secret]",
  ],
  ["an address of one of two blocks", ["10.1.2.0/24", "10.1.4.0/24"], "from 10.1.4.9", "from [secret]"],
  [
    "an address of a list in one text",
    ["10.1.2.0/24,10.1.4.0/24 10.1.6.6"],
    "from 10.1.4.9, 10.1.6.6, 10.1.5.1",
    "from [secret], [secret], 10.1.5.1",
  ],
  ["a port of a range", ["20/25"], "tcp 20-25, not 2025", "tcp [secret]-[secret], not 2025"],
  ["no number of a block", ["10.1.2.0/24"], "24 of them", "24 of them"],
  ["an account", ["424242424242/sg-1"], "a group of 424242424242", "a group of [secret]"],
  [
    "what a statement is called",
    ['{"Statement":[{"Sid":"PaidBy Acme","Effect":"Allow"},{"Sid":7}]}'],
    "(PaidBy Acme) Allow 7",
    "([secret]) Allow 7",
  ],
  ["no statement of what is no JSON", ['{"Sid":"Acme"'], "Acme", "Acme"],
  ["what is out of range", ["10.1.2.0/24"], "from 999.1.2.3", "from 999.1.2.3"],
  [
    "what only looks like an address",
    ["10.1.2.0/24"],
    "v10.1.2.3, 10.1.2.3.4 and 10.1.2.3..4",
    "v10.1.2.3, 10.1.2.3.4 and 10.1.2.3..4",
  ],
];

/** The same of a message about another resource. */
const ABOUT_ANOTHER: readonly (readonly [string, readonly (string | number)[], string, string])[] = [
  ["a text of eight characters", ["hunter22"], "it is hunter22", "it is [secret]"],
  ["a shorter word", ["hunter2"], "it is hunter2", "it is hunter2"],
  ["a word where its holder is named", ["hunter2"], "Instance db has hunter2", "Instance db has [secret]"],
  ["a port", [5432], "on 5432", "on 5432"],
  ["an address of a narrow block", ["10.1.0.0/16"], "from 10.1.9.9", "from [secret]"],
  ["an address of a wide one", ["10.0.0.0/15"], "from 10.1.9.9", "from 10.1.9.9"],
  ["an address of a narrow block of IPv6", ["fd00:1:2::/48"], "from fd00:1:2::9", "from [secret]"],
  ["an address of a wide one of IPv6", ["fd00:1:2::/47"], "from fd00:1:2::9", "from fd00:1:2::9"],
  [
    "an address of a wide block where its holder is named",
    ["10.0.0.0/8"],
    "Instance db at 10.1.9.9",
    "Instance db at [secret]",
  ],
];

describe("a message about a resource with secrets", () => {
  for (const [what, secrets, message, told] of ABOUT_IT) {
    it(`${verb(message, told)} ${what}`, () => assert.equal(masked(message, secrets), told));
  }
  for (const [what, secrets, message, told] of ABOUT_ANOTHER) {
    it(`${verb(message, told)} ${what}, if it is about another`, () =>
      assert.equal(masked(message, secrets, "urn:other"), told));
  }

  it("masks those that are added later as well, each where it belongs", () => {
    const secrets = new Secrets();
    secrets.add(URN, "aws:rds/instance:Instance", "db", ["first-secret", "ab"]);
    secrets.add(URN, "aws:rds/instance:Instance", "db", ["cd"]);
    secrets.add("urn:other", "aws:rds/instance:Instance", "other", ["ef"]);
    assert.equal(secrets.mask("ab cd ef first-secret", URN), "[secret] [secret] ef [secret]");
  });
});
