import assert from "node:assert/strict";
import { noPublicSshRdp, policies, reviewExemptions } from "../policies";
import { exampleProgram } from "./examples";
import { configured } from "./harness/configured";
import { verdict } from "./harness/judge";

/** What each policy finds in `examples/leaky`. Where two see one resource that made one mistake, a comment says so. */
const LEAKS: Readonly<Record<string, readonly string[]>> = {
  "no-administrator-policy": ["pipeline"],
  "no-all-traffic-ingress": ["application-dev"],
  "no-automatic-public-ip-subnet": ["servers"],
  "no-cidr-source-inside-vpc": ["application-dev"],
  "no-conflicting-environment": ["reports-prod"],
  "no-cross-environment-access": ["database-dev"],
  "no-database-in-public-subnet": ["databases"],
  "no-default-vpc-use": ["ftp-dev"],
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
  "no-role-shared-across-exposure": ["back-office"],
  "no-security-group-shared-across-applications": ["application-dev"],
  "no-security-group-shared-across-exposure": ["web-dev"],
  "no-shadowed-network-acl-entry": ["jobs"],
  "no-unapproved-cross-account-source": ["partners-dev"],
  "no-unattached-elastic-ip": ["old-office"],
  "no-unrestricted-egress": ["ftp-dev"],
  "no-unused-security-group": ["ftp-dev"],
  "no-wide-port-range": ["ftp-dev"],
  "no-user-attached-policy": ["exporter"],
  "require-closed-default-security-group": ["shop"],
  // The wizard's name says neither where the group belongs nor what for.
  "require-ebs-encryption": ["scans"],
  "require-environment-in-security-group-name": ["launch-wizard-1"],
  "require-environment-tag": ["nat"],
  "require-gateway-endpoints": ["jobs"],
  "require-kms-key-rotation": ["invoices"],
  "require-imdsv2": ["mailer"],
  "require-instance-profile": ["nightly-batch"],
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
  it("leaky breaks every policy, and nothing else is found, at a preview and at the update", async () => {
    const names = policies.map(({ name }) => name).filter((name) => !(name in NEED_CONFIGURATION));
    assert.deepEqual(Object.keys(LEAKS).sort(), names.sort());
    assert.deepEqual(await verdict(policies, exampleProgram("leaky")), expected);
  });

  it("leaky cannot be exempted in silence", async () => {
    const exemptions = [{ resource: "*::launch-wizard-1", reason: "Replaced next month" }];
    const judging = policies.map((policy) =>
      policy === noPublicSshRdp ? configured(policy, { exemptions }) : policy,
    );
    const spoken = await verdict(judging, exampleProgram("leaky"));
    assert.ok(!spoken.includes("no-public-ssh-rdp: launch-wizard-1"));
    assert.deepEqual(
      spoken.filter((line) => line.startsWith("review-exemptions")),
      ["review-exemptions: launch-wizard-1"],
    );
  });

  it("three-tier passes in silence, at a preview and at the update", async () => {
    assert.deepEqual(await verdict(policies, exampleProgram("three-tier")), []);
  });

  it("private-ssm passes in silence, at a preview and at the update", async () => {
    assert.deepEqual(await verdict(policies, exampleProgram("private-ssm")), []);
  });

  it("three-tier passes in production, and fails as a stack that names no environment", async () => {
    assert.deepEqual(await verdict(policies, exampleProgram("three-tier"), { stack: "prod" }), []);
    const blue = await verdict(policies, exampleProgram("three-tier"), { stack: "blue" });
    assert.ok(blue.includes("require-environment-tag: vpc"), blue.join());
  });
});
