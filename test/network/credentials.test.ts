import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { credentialsIn } from "../../network/identity/credentials";

const CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS = "0123456789";
/** As many different letters of each kind as there are. */
const mixed = (capitals: number, small: number, digits: number) =>
  CAPITALS.repeat(2).slice(0, capitals) +
  CAPITALS.toLowerCase().repeat(2).slice(0, small) +
  DIGITS.slice(0, digits);

/** Of all kinds, and yet no such mixture that it is found by itself. */
const NAMED = `${"ABCD".repeat(5)}${"abcd".repeat(4)}1234`;
const OF_ALICLOUD = NAMED.slice(10);
const KEY = "a secret access key";

describe("credentials in a text", () => {
  const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  const id = `AKIA${letters.toUpperCase().slice(0, 16)}`;
  const formats: [what: string, text: string][] = [
    ["an access key id", id],
    ["an access key id", id.replace("AKIA", "ASIA")],
    ["an AccessKey id", `LTAI${letters.slice(0, 12)}`],
    ["a private key", `-----BEGIN ${""}PRIVATE KEY-----`],
    ["a private key", `-----BEGIN ${"RSA "}PRIVATE KEY-----`],
    ["a private key", `-----BEGIN ${"PGP "}PRIVATE KEY BLOCK-----`],
    ...[..."pousr"].map((kind): [string, string] => ["a GitHub token", `gh${kind}_${letters}`]),
    ["a GitHub token", `github_pat_${letters.slice(0, 22)}`],
    ["a GitLab token", `glpat-${letters.slice(0, 18)}-_`],
    ...[..."abeoprs"].map((kind): [string, string] => [
      "a Slack token",
      `xox${kind}-1${letters.slice(0, 18)}-_`,
    ]),
    ["a Stripe key", `sk_live_${letters.slice(0, 16)}`],
    ["a Stripe key", `rk_live_${letters.slice(0, 16)}`],
  ];
  for (const [what, text] of formats) {
    it(`are ${what} as ${text}, with nothing before it and none of it left out`, () => {
      for (const one of [text, `it is "${text}".`]) assert.deepEqual(credentialsIn(one), [what], one);
      const others = text.startsWith("-")
        ? [text.slice(1), text.slice(0, -1)]
        : [`x${text}`, text.slice(0, -1)];
      for (const one of others) assert.deepEqual(credentialsIn(one), [], one);
    });
  }
  for (const text of [`${id}0`, `LTAI${letters.slice(0, 21)}`])
    it(`are none in ${text}, which is longer`, () => assert.deepEqual(credentialsIn(text), []));

  const mixtures: [text: string, found: boolean][] = [
    [mixed(6, 32, 2), true],
    [mixed(5, 33, 2), false],
    [mixed(32, 6, 2), true],
    [mixed(33, 5, 2), false],
    [mixed(19, 19, 2), true],
    [mixed(19, 20, 1), false],
    [`${mixed(19, 17, 2)}+/`, true],
    [mixed(20, 19, 2), false],
    [mixed(18, 19, 2), false],
    [`${mixed(19, 19, 2)}=`, false],
    [NAMED, false],
  ];
  for (const [text, found] of mixtures)
    it(`are ${found ? "a secret" : "none"} by the mixture of ${text}`, () =>
      assert.deepEqual(credentialsIn(`x: ${text}`), found ? [KEY] : []));

  const names = [
    ...["secret_access_key", "SecretAccessKey", "secret.key", "secret-key", "secretkey", "aws_secret"],
    ...["awssecret_of_mine", "AWS_SECRET_ACCESS_KEY"],
  ];
  const namesOfAlicloud = [
    ...["access_key_secret", "AccessKeySecret", "access-key.secret", "alicloud_secret", "aliyun.secret"],
    ...["alibaba_cloud-secret_key", "alibabacloud_secret-key", "ALICLOUD_SECRETKEY"],
  ];
  for (const [secret, own] of [
    [NAMED, names],
    [OF_ALICLOUD, namesOfAlicloud],
  ] as const) {
    for (const name of own) {
      it(`are a secret of ${secret.length} letters behind ${name}`, () => {
        for (const mark of ["=", ": ", " => ", " ", '" : "', "' = '"])
          assert.deepEqual(credentialsIn(`${name}${mark}${secret}`), [KEY], mark);
        for (const other of [`${secret}a`, secret.slice(1), secret.replace(/\d/g, "a"), secret.toLowerCase()])
          assert.deepEqual(credentialsIn(`${name}=${other}`), [], other);
        assert.deepEqual(credentialsIn(`${name} is ${secret}`), []);
      });
    }
  }

  const variables: [name: string, text: string, found: string[]][] = [
    ["", `LTAI${letters.slice(0, 20)}`, ["an AccessKey id"]],
    ["MY_SECRET", NAMED, [KEY]],
    ["awsKey", NAMED, [KEY]],
    ["AWS_OWN_KEY", NAMED, [KEY]],
    ["KEY_OF_AWS", NAMED, []],
    ["MY_SECRET", `${NAMED}a`, []],
    ["MY_SECRET", `A${NAMED.slice(2)}`, []],
    ["MY_SECRET", `${"A".repeat(38)}a1`, []],
    ["accessKeySecret", OF_ALICLOUD, [KEY]],
    ["MY_TOKEN", OF_ALICLOUD, []],
    ["ALIYUN_SECRET", `${OF_ALICLOUD}a`, []],
    ...["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "aws_session_token"].map(
      (name): [string, string, string[]] => [name, "hush", ["a credential, by its name"]],
    ),
    ...["AWS_SESSION_TOKENS", "MY_AWS_SESSION_TOKEN", "AWS_DEFAULT_REGION"].map(
      (name): [string, string, string[]] => [name, "hush", []],
    ),
    ["AWS_ACCESS_KEY_ID", id, ["an access key id"]],
    ...[
      "",
      " ",
      "${" + "secret}",
      "$SECRET",
      "{{ secret }}",
      "<secret>",
      "arn:aws:x",
      "***",
      "xxx",
      "XX",
    ].map((text): [string, string, string[]] => ["AWS_SESSION_TOKEN", text, []]),
    ...["${" + "a", "$A-B", "{ secret }", "<secret", "an arn:aws:x", "***a", "xxy"].map(
      (text): [string, string, string[]] => ["AWS_SESSION_TOKEN", text, ["a credential, by its name"]],
    ),
  ];
  for (const [name, text, found] of variables)
    it(`are ${found.join() || "none"} in ${JSON.stringify(text)} as ${name}`, () =>
      assert.deepEqual(credentialsIn(text, name), found));

  it("are none in the last line of a certificate, however long that is", () => {
    const last = mixed(19, 19, 2);
    assert.deepEqual(credentialsIn(last), [KEY]);
    assert.deepEqual(credentialsIn(`${mixed(30, 30, 4)}\nA${last}`), []);
  });

  it("are looked for in a text of twenty million letters", () => {
    const long = "W".repeat(20_000_000);
    assert.deepEqual(credentialsIn(`${long} ${id} xoxb-1${long}`), ["an access key id", "a Slack token"]);
  });

  it("are found in base64, in what is compressed, and in base64 twice", () => {
    const coded = (text: string | Buffer) => Buffer.from(text).toString("base64");
    const text = `export ID=${id}\n`;
    const [once, compressed] = [coded(text), coded(gzipSync(text))];
    assert.match(credentialsIn(once).join(), /^an access key id, in base64$/);
    assert.match(credentialsIn(compressed).join(), /^an access key id, .*compressed/);
    assert.match(credentialsIn(coded(once)).join(), /^an access key id, in base64/);
    assert.deepEqual(credentialsIn(coded(coded(once))), []);
    assert.deepEqual(credentialsIn(coded("export ID=nothing of any note\n")), []);
  });
});
