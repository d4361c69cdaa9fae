import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/data/require-tls-in-transit";
import { verdict } from "../../harness/judge";
import { later, messages, phases } from "../../harness/phases";

const FLAGGED = ["require-tls-in-transit: one"];

const HTTPS = { type: "redirect", redirect: { protocol: "HTTPS", statusCode: "HTTP_301" } };
const FORWARD = {
  type: "forward",
  targetGroupArn: "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/t/1",
};
const MODERN = "ELBSecurityPolicy-TLS13-1-2-2021-06";
const listener = (args: object) =>
  new aws.lb.Listener("one", { loadBalancerArn: "arn:aws:lb", port: 80, defaultActions: [FORWARD], ...args });
const group = (args: object) =>
  new aws.elasticache.ReplicationGroup("one", { description: "cache", ...args });
const parameters =
  (family: string, name?: string, value = "") =>
  () =>
    new aws.rds.ParameterGroup("one", { family, parameters: name === undefined ? [] : [{ name, value }] });
const task = (mount: object) => () =>
  new aws.ecs.TaskDefinition("one", {
    family: "one",
    containerDefinitions: "[]",
    volumes: [{ name: "v", efsVolumeConfiguration: { fileSystemId: "fs-1", ...mount } }],
  });
const domain = (args: object) => () =>
  new aws.opensearch.Domain("one", {
    nodeToNodeEncryption: { enabled: true },
    domainEndpointOptions: { enforceHttps: true },
    ...args,
  });
const distribution =
  (viewerProtocolPolicy: string, minimumProtocolVersion = "TLSv1.2_2021") =>
  () =>
    new aws.cloudfront.Distribution("one", {
      enabled: true,
      defaultCacheBehavior: {
        viewerProtocolPolicy,
        allowedMethods: [],
        cachedMethods: [],
        targetOriginId: "o",
      },
      origins: [],
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: { acmCertificateArn: "arn:aws:acm", minimumProtocolVersion },
    });

const classic = (lbProtocol: string) =>
  new aws.elb.LoadBalancer("one", {
    listeners: [{ instancePort: 80, instanceProtocol: "http", lbPort: 443, lbProtocol }],
  });
const negotiating = (
  balancer: aws.elb.LoadBalancer | pulumi.Input<string>,
  lbPort: pulumi.Input<number> = 443,
) =>
  new aws.elb.SslNegotiationPolicy("policy", {
    loadBalancer: balancer instanceof aws.elb.LoadBalancer ? balancer.id : balancer,
    lbPort,
    attributes: [{ name: "Protocol-TLSv1.2", value: "true" }],
  });

const ruled = (action: object, args: object = {}) =>
  new aws.lb.ListenerRule("rule", {
    listenerArn: listener({ defaultActions: [HTTPS], ...args }).arn,
    conditions: [{ pathPattern: { values: ["/old"] } }],
    actions: [action as aws.types.input.lb.ListenerRuleAction],
  });

type Pair = readonly [string, () => unknown, () => unknown];

/** What is flagged, and what passes one change away. */
const PAIRS: readonly Pair[] = [
  [
    "HTTP that does not redirect",
    () => listener({ protocol: "HTTP" }),
    () => listener({ protocol: "HTTP", defaultActions: [HTTPS] }),
  ],
  ["HTTP by leaving it out", () => listener({}), () => listener({ defaultActions: [HTTPS] })],
  [
    "a redirect that stays with HTTP",
    () =>
      listener({
        defaultActions: [{ type: "redirect", redirect: { port: "8080", statusCode: "HTTP_301" } }],
      }),
    () => listener({ defaultActions: [HTTPS] }),
  ],
  [
    "the default policy",
    () => listener({ protocol: "HTTPS" }),
    () => listener({ protocol: "HTTPS", sslPolicy: MODERN }),
  ],
  [
    "a policy that takes TLS 1.0",
    () => listener({ protocol: "TLS", sslPolicy: "ELBSecurityPolicy-FS-2018-06" }),
    () => listener({ protocol: "TLS", sslPolicy: "ELBSecurityPolicy-FS-1-2-Res-2020-10" }),
  ],
  [
    "a policy that takes TLS 1.1",
    () => listener({ protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-1-2021-06" }),
    () => listener({ protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06" }),
  ],
  ["a classic balancer's HTTP", () => classic("http"), () => negotiating(classic("https"))],
  ["a classic balancer's default policy", () => classic("ssl"), () => negotiating(classic("ssl"))],
  [
    "a classic balancer's policy for another port",
    () => negotiating(classic("https"), 8443),
    () => {
      const loadBalancerName = classic("https").name;
      new aws.elb.ListenerPolicy("policy", { loadBalancerName, loadBalancerPort: 443, policyNames: ["p"] });
    },
  ],
  [
    "a policy for another classic balancer",
    () => {
      classic("https");
      negotiating("another");
    },
    () => negotiating(classic("https")),
  ],
  [
    "a cache of Redis",
    () => group({ engine: "redis" }),
    () => group({ engine: "redis", transitEncryptionEnabled: true }),
  ],
  [
    "a cache that takes both",
    () => group({ transitEncryptionEnabled: true, transitEncryptionMode: "preferred" }),
    () => group({ transitEncryptionEnabled: true, transitEncryptionMode: "required" }),
  ],
  [
    "a cache of Valkey that turns it off",
    () => group({ engine: "valkey", transitEncryptionEnabled: false }),
    () => group({ engine: "valkey" }),
  ],
  [
    "MemoryDB",
    () => new aws.memorydb.Cluster("one", { aclName: "a", nodeType: "n", tlsEnabled: false }),
    () => new aws.memorydb.Cluster("one", { aclName: "a", nodeType: "n" }),
  ],
  [
    "PostgreSQL",
    parameters("postgres16", "rds.force_ssl", "0"),
    parameters("postgres16", "rds.force_ssl", "1"),
  ],
  ["PostgreSQL before 15 by default", parameters("postgres14"), parameters("postgres15")],
  [
    "Aurora PostgreSQL before 17 by default",
    () => new aws.rds.ClusterParameterGroup("one", { family: "aurora-postgresql16" }),
    () => new aws.rds.ClusterParameterGroup("one", { family: "aurora-postgresql17" }),
  ],
  ["MySQL", parameters("mysql8.0"), parameters("mysql8.0", "require_secure_transport", "ON")],
  ["SQL Server", parameters("sqlserver-ex-15.0"), parameters("sqlserver-ex-15.0", "rds.force_ssl", "1")],
  [
    "Db2 that takes both",
    parameters("db2-ae-11.5", "DB2COMM", "TCPIP,SSL"),
    parameters("db2-ae-11.5", "DB2COMM", "SSL"),
  ],
  ["Db2 by default", parameters("db2-se-12.1"), parameters("db2-se-12.1", "db2comm", "SSL")],
  [
    "DocumentDB",
    () =>
      new aws.docdb.ClusterParameterGroup("one", {
        family: "docdb5.0",
        parameters: [{ name: "tls", value: "disabled" }],
      }),
    () => new aws.docdb.ClusterParameterGroup("one", { family: "docdb5.0" }),
  ],
  [
    "Redshift",
    () => new aws.redshift.ParameterGroup("one", { family: "redshift-1.0" }),
    () =>
      new aws.redshift.ParameterGroup("one", {
        family: "redshift-1.0",
        parameters: [{ name: "require_ssl", value: "true" }],
      }),
  ],
  ["a mount of EFS", task({}), task({ transitEncryption: "ENABLED" })],
  [
    "a mount that turns it off",
    task({ transitEncryption: "DISABLED" }),
    task({ transitEncryption: "ENABLED" }),
  ],
  ["OpenSearch between its nodes", domain({ nodeToNodeEncryption: undefined }), domain({})],
  [
    "OpenSearch by TLS 1.0",
    domain({
      domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-0-2019-07" },
    }),
    domain({
      domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-2019-07" },
    }),
  ],
  ["CloudFront that takes both", distribution("allow-all"), distribution("redirect-to-https")],
  ["CloudFront by TLS 1.1", distribution("https-only", "TLSv1.1_2016"), distribution("https-only")],
];

describe("require-tls-in-transit", () => {
  for (const [title, bad, good] of PAIRS) {
    it(`flags ${title}, and passes it one change away`, async () => {
      assert.deepEqual(await verdict([policy], bad), FLAGGED);
      assert.deepEqual(await verdict([policy], good), []);
    });
  }

  it("flags a rule that forwards what comes by plain HTTP to a listener that redirects the rest", async () => {
    assert.deepEqual(await messages(policy, () => ruled(FORWARD)), ['actions[0].type is "forward".']);
    assert.deepEqual(await verdict([policy], () => ruled(FORWARD)), ["require-tls-in-transit: rule"]);
    assert.deepEqual(await verdict([policy], () => ruled(HTTPS)), []);
    assert.deepEqual(
      await verdict([policy], () => ruled(FORWARD, { protocol: "HTTPS", sslPolicy: MODERN })),
      [],
    );
    assert.deepEqual(await phases(policy, () => ruled({ ...FORWARD, type: later("forward") })), [0, 1]);
  });

  it("says of a listener that redirects nothing once that it takes plain HTTP", async () => {
    assert.deepEqual(await verdict([policy], () => ruled(FORWARD, { defaultActions: [FORWARD] })), [
      "require-tls-in-transit: one",
    ]);
  });

  it("passes what is not HTTP, and a gateway balancer's listener", async () => {
    assert.deepEqual(await verdict([policy], () => listener({ protocol: "TCP" })), []);
    assert.deepEqual(await verdict([policy], () => listener({ port: undefined })), []);
  });

  it("says what a classic balancer gets where the stack gives its port no policy", async () => {
    assert.deepEqual(await messages(policy, () => classic("https")), [
      "the SslNegotiationPolicy of listeners[0] is left out, which means ELBSecurityPolicy-2016-08, which takes TLS 1.0.",
    ]);
  });

  it("leaves unknown values to the update", async () => {
    assert.deepEqual(await phases(policy, () => listener({ protocol: later("HTTP") })), [0, 1]);
    assert.deepEqual(await phases(policy, () => negotiating(classic("https"), later(8443))), [0, 1]);
    assert.deepEqual(await phases(policy, () => [classic("https"), negotiating(later("another"))]), [0, 1]);
    assert.deepEqual(
      await phases(policy, () => listener({ protocol: "HTTPS", sslPolicy: later(MODERN) })),
      [0, 0],
    );
    assert.deepEqual(await phases(policy, () => group({ transitEncryptionEnabled: later(false) })), [0, 1]);
  });

  it("takes what is no setting for undecided, and is not distracted by it", async () => {
    assert.deepEqual(await verdict([policy], () => group({ transitEncryptionEnabled: "yes" })), []);
    assert.deepEqual(
      await verdict([policy], () => listener({ protocol: "HTTP", defaultActions: "none" })),
      FLAGGED,
    );
  });

  it("says what stands there", async () => {
    assert.deepEqual(await messages(policy, () => listener({ protocol: "HTTPS" })), [
      "sslPolicy is left out, which means ELBSecurityPolicy-2016-08, which takes TLS 1.0.",
    ]);
    assert.deepEqual(await messages(policy, () => listener({ protocol: "HTTP" })), ['protocol is "HTTP".']);
    const unnamed = () =>
      new aws.elb.LoadBalancerPolicy("one", {
        ...{ loadBalancerName: "lb", policyName: "p", policyTypeName: "SSLNegotiationPolicyType" },
        policyAttributes: [{ name: "Reference-Security-Policy" }],
      });
    assert.deepEqual(await messages(policy, unnamed), [
      "policyAttributes[0].value is left out, which means ELBSecurityPolicy-2016-08, which takes TLS 1.0.",
    ]);
    const [ofDomain] = await messages(policy, domain({ domainEndpointOptions: undefined }));
    assert.match(ofDomain ?? "", /HTTP is taken, too/);
  });
});
