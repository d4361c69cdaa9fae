import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { noPublicSshRdp, policies, reviewExemptions } from "../policies";
import { demo } from "../scripts/demo";
import { type Compiled, check, compile } from "./end-to-end/compiled";
import { folderOf, programIn } from "./examples";
import { configured } from "./harness/configured";
import { verdict } from "./harness/judge";

const root = join(__dirname, "..");
const programOf = (example: string) => programIn(folderOf(example));

/** What each policy finds in `examples/leaky`. Where two see one resource that made one mistake, a comment says so. */
const LEAKS: Readonly<Record<string, readonly string[]>> = {
  "no-administrator-policy": ["pipeline"],
  "no-all-traffic-ingress": ["application-dev"],
  "no-automatic-public-ip-subnet": ["servers"],
  "no-cidr-source-inside-vpc": ["application-dev"],
  "no-conflicting-environment": ["reports-prod"],
  "no-cross-environment-access": ["database-dev"],
  "no-database-in-public-subnet": ["databases"],
  "no-default-security-group-use": ["nightly-batch"],
  "no-embedded-credentials": ["exporter-key-id"],
  "no-excess-security-groups": ["toolbox"],
  "no-inbound-on-ssm-instances": ["worker-dev"],
  // Its subnets' route and its group's block, which the rows for them see as well, make its public address a way in.
  "no-internet-path-to-database": ["orders"],
  // Its public address and its group, seen by the rows for them as well, make the subnet's route out a way in.
  "no-internet-path-to-private-instance": ["back-office"],
  "no-internet-route-in-private-subnet": ["servers"],
  "no-long-term-access-key": ["exporter-key"],
  "no-malformed-rule": ["partners-dev"],
  "no-mixed-purpose-security-group": ["ftp-dev"],
  "no-mixed-rule-management": ["web-dev"],
  "no-open-intra-group-traffic": ["application-dev"],
  "no-oversized-security-group": ["partners-dev"],
  "no-public-address-path-to-private-instance": ["orders-api"],
  "no-public-data-sharing": ["orders-placed-policy"],
  "no-public-icmp": ["ftp-dev"],
  // SSH is no web port.
  "no-public-ingress-beyond-web-ports": ["launch-wizard-1"],
  "no-public-ip-on-private-instance": ["back-office"],
  "no-public-ssh-rdp": ["launch-wizard-1"],
  "no-public-ssh-rdp-in-network-acl": ["jobs"],
  "no-redundant-rule": ["application-dev"],
  "no-security-group-shared-across-applications": ["application-dev"],
  "no-security-group-shared-across-exposure": ["web-dev"],
  "no-shadowed-network-acl-entry": ["jobs"],
  "no-unapproved-cross-account-source": ["partners-dev"],
  "no-unrestricted-egress": ["ftp-dev"],
  "no-unused-security-group": ["ftp-dev"],
  "no-wide-port-range": ["ftp-dev"],
  "no-user-attached-policy": ["exporter"],
  "require-closed-default-security-group": ["shop"],
  // The wizard's name says neither where the group belongs nor what for.
  "require-environment-in-security-group-name": ["launch-wizard-1"],
  "require-environment-tag": ["nat"],
  "require-gateway-endpoints": ["jobs"],
  "require-load-balancer-for-public-instances": ["storefront-1"],
  "require-private-dns-on-endpoints": ["ssm"],
  "require-purpose-in-security-group-name": ["launch-wizard-1"],
  "require-return-traffic-in-network-acl": ["jobs"],
  "require-rule-description": ["web-http"],
  "require-s3-encryption": ["invoices"],
  "require-s3-public-access-block": ["downloads"],
  "require-s3-versioning": ["uploads"],
  "require-scoped-endpoint-ingress": ["endpoints-dev"],
  "require-security-group-source-for-database-ports": ["database-dev"],
  "require-ssm-endpoints": ["shop"],
  "require-ssm-managed-instance-policy": ["archiver"],
};

/** The policies that find nothing before somebody configures them, and why. */
const NEED_CONFIGURATION: Readonly<Record<string, string>> = {
  "require-s3-replication": "off until it is enabled",
  [reviewExemptions.name]: "without a configuration there is no exemption to review",
};

const expected = Object.entries(LEAKS)
  .flatMap(([policy, resources]) => resources.map((resource) => `${policy}: ${resource}`))
  .sort();

describe("the examples", () => {
  let pack: Compiled;

  before(() => {
    pack = compile();
  });

  after(() => pack?.remove());

  it("leaky breaks every policy, and nothing else is found, at a preview and at the update", async () => {
    const names = policies.map(({ name }) => name).filter((name) => !(name in NEED_CONFIGURATION));
    assert.deepEqual(Object.keys(LEAKS).sort(), names.sort());
    assert.deepEqual(await verdict(policies, programOf("leaky")), expected);
  });

  it("leaky cannot be exempted in silence", async () => {
    const exemptions = [{ resource: "*::launch-wizard-1", reason: "Replaced next month" }];
    const judging = policies.map((policy) =>
      policy === noPublicSshRdp ? configured(policy, { exemptions }) : policy,
    );
    const spoken = await verdict(judging, programOf("leaky"));
    assert.ok(!spoken.includes("no-public-ssh-rdp: launch-wizard-1"));
    assert.deepEqual(
      spoken.filter((line) => line.startsWith("review-exemptions")),
      ["review-exemptions: launch-wizard-1"],
    );
  });

  it("leaky is found out by network-guard check", async () => {
    const { exitCode, findings, stderr } = await check(pack, folderOf("leaky"));
    assert.equal(exitCode, 1, stderr);
    assert.deepEqual(
      findings.map(({ policy, urn }) => `${policy}: ${urn.split("::").at(-1)}`).sort(),
      expected,
    );
  });

  it("three-tier passes in silence, at a preview and at the update", async () => {
    assert.deepEqual(await verdict(policies, programOf("three-tier")), []);
  });

  it("private-ssm passes in silence, at a preview and at the update", async () => {
    assert.deepEqual(await verdict(policies, programOf("private-ssm")), []);
  });

  it("three-tier passes in production, and fails as a stack that names no environment", async () => {
    assert.deepEqual(await verdict(policies, programOf("three-tier"), { stack: "prod" }), []);
    const blue = await verdict(policies, programOf("three-tier"), { stack: "blue" });
    assert.ok(blue.includes("require-environment-tag: vpc"), blue.join());
  });

  it("are shown by npm run demo, as README.md shows it", async () => {
    let written = "";
    const asExpected = await demo(pack.command, (text) => {
      written += text;
    });
    assert.ok(asExpected, written);
    let rest = written;
    for (const part of shownParts()) {
      assert.ok(rest.includes(part), `README.md shows, and npm run demo does not:\n${part}`);
      rest = rest.slice(rest.indexOf(part) + part.length);
    }
  });
});

/** What README.md shows of the demo's output: the text between the lines that stand for what is left out. */
function shownParts(): string[] {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const [, block] = /^```text\n(\$ node dist\/cli\/main\.js check .*?)^```$/ms.exec(readme) ?? [];
  assert.ok(block !== undefined, "README.md shows no output of npm run demo");
  return block.split(/^…$\n/m);
}
