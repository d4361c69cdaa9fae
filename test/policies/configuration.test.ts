import assert from "node:assert/strict";
import { policies } from "../../policies";
import { configurationErrors } from "../../policies/kit/configuration";

/** What is wrong with a configuration file without levels, in one text. */
const errorsOf = (configuration: Record<string, Record<string, unknown>>) =>
  configurationErrors(policies, Object.entries(configuration)).join("\n");

const refused: Record<string, [Record<string, Record<string, unknown>>, string]> = {
  "an unknown policy": [
    { "no-public-shh-rdp": {} },
    'there is no policy "no-public-shh-rdp". Did you mean "no-public-ssh-rdp"?',
  ],
  "a policy whose end is left out": [
    { "no-public-ip": {} },
    'there is no policy "no-public-ip". Did you mean "no-public-ip-on-private-instance"?',
  ],
  "a policy misspelt and cut off": [
    { "no-public-shh": {} },
    'there is no policy "no-public-shh". Did you mean "no-public-ssh-rdp"?',
  ],
  "a policy like no other": [{ nonsense: {} }, 'there is no policy "nonsense".'],
  "options for all": [{ all: { ports: [22] } }, 'all: takes a level alone, no "ports".'],
  "an unknown option": [
    { "no-public-ssh-rdp": { port: [22] } },
    'no-public-ssh-rdp: there is no option "port". Did you mean "ports"?',
  ],
  "a wrong type": [{ "no-public-ssh-rdp": { ports: 22 } }, 'no-public-ssh-rdp: "ports" must be array.'],
  "a wrong type inside": [
    { "no-public-ssh-rdp": { ports: [22, "3389"] } },
    'no-public-ssh-rdp: "ports.1" must be integer.',
  ],
  "no port": [{ "no-public-ssh-rdp": { ports: [65536] } }, 'no-public-ssh-rdp: "ports.0" must be <= 65535.'],
  "no CIDR block": [
    { "no-public-ssh-rdp": { allowedCidrs: ["10.0.0.0/8", "10.0.0.0/33"] } },
    'no-public-ssh-rdp: "allowedCidrs.1" must be a CIDR block such as "203.0.113.0/24", not "10.0.0.0/33".',
  ],
  "no regular expression": [
    { "require-environment-in-security-group-name": { pattern: "(" } },
    'require-environment-in-security-group-name: "pattern" must be a regular expression, not "(".',
  ],
  "a mistyped type": [
    { "require-environment-tag": { types: ["aws:ec2/instnace:Instance"] } },
    'require-environment-tag: "types.0" must be a type token such as "aws:ec2/instance:Instance", not "aws:ec2/instnace:Instance". Did you mean "aws:ec2/instance:Instance"?',
  ],
  "an exemption without a reason": [
    { "no-public-ssh-rdp": { exemptions: [{ resource: "*" }] } },
    'no-public-ssh-rdp: "exemptions.0" lacks "reason".',
  ],
  "an exemption with a blank reason": [
    { "no-public-ssh-rdp": { exemptions: [{ resource: "*", reason: " " }] } },
    'no-public-ssh-rdp: "exemptions.0.reason" must not be blank.',
  ],
  "an exemption of no fingerprint": [
    { "no-public-ssh-rdp": { exemptions: [{ resource: "*", reason: "Soon gone", fingerprint: "web" }] } },
    'no-public-ssh-rdp: "exemptions.0.fingerprint" must be 16 hexadecimal digits, as reports give them, not "web".',
  ],
  "an exemption of a fingerprint with more behind it": [
    {
      "no-public-ssh-rdp": {
        exemptions: [{ resource: "*", reason: "Soon gone", fingerprint: "0123456789abcdef0" }],
      },
    },
    'no-public-ssh-rdp: "exemptions.0.fingerprint" must be 16 hexadecimal digits, as reports give them, not "0123456789abcdef0".',
  ],
  "an exemption with more": [
    { "no-public-ssh-rdp": { exemptions: [{ resource: "*", reason: "Soon gone", until: "2030-01-01" }] } },
    'no-public-ssh-rdp: "exemptions.0" takes no "until".',
  ],
  "a day that is none": [
    { "no-public-ssh-rdp": { exemptions: [{ resource: "*", reason: "Soon gone", expires: "2030-02-30" }] } },
    'no-public-ssh-rdp: "exemptions.0.expires" must be a day as YYYY-MM-DD, not "2030-02-30".',
  ],
  "several mistakes": [
    { nonsense: {}, "no-public-ssh-rdp": { port: [22], maxPublicAddresses: -1 } },
    'there is no policy "nonsense".\nno-public-ssh-rdp: there is no option "port". Did you mean "ports"?\nno-public-ssh-rdp: "maxPublicAddresses" must be >= 0.',
  ],
};

describe("the configuration of a pack", () => {
  for (const [what, [configuration, expected]] of Object.entries(refused)) {
    it(`may not hold ${what}`, () => assert.equal(errorsOf(configuration), expected));
  }

  it("may be every default, and the level of all", () => {
    const defaults = policies.map(({ name, options }) => [
      name,
      Object.fromEntries(Object.entries(options).map(([option, schema]) => [option, schema.default])),
    ]);
    assert.equal(errorsOf({ all: {}, ...Object.fromEntries(defaults) }), "");
  });

  it("may name the schema that editors check it by", () => {
    assert.equal(errorsOf({ $schema: {}, "require-environment-tag": {} }), "");
  });

  it("names policies of which only others know the options", () => {
    assert.deepEqual(configurationErrors([], [["elsewhere", { size: 1 }]], ["elsewhere"]), []);
    assert.match(
      configurationErrors([], [["elsewhere", {}]], [])[0] ?? "",
      /^there is no policy "elsewhere"/,
    );
  });

  it("may name any type of any provider", () => {
    const types = [
      "aws:ec2/instance:Instance",
      "aws:s3/bucketV2:BucketV2",
      "aws-native:ec2:Instance",
      "kubernetes:core/v1:Pod",
      "pulumi:pulumi:Stack",
    ];
    assert.equal(errorsOf({ "require-environment-tag": { types } }), "");
    for (const type of ["aws:ec2:Instance", "ec2/instance:Instance", "aws:ec2/instance:instance", "*", ""]) {
      assert.match(errorsOf({ "require-environment-tag": { types: [type] } }), /must be a type token/, type);
    }
  });
});
