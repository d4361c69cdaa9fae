import * as alicloud from "@pulumi/alicloud";
import type * as pulumi from "@pulumi/pulumi";
import requireTlsInTransit from "../../policies/data/require-tls-in-transit";
import { holdsInEveryForm } from "../adversarial/forms";
import { later } from "../harness/phases";

const plain = (more: Partial<alicloud.alb.ListenerArgs> = {}) =>
  new alicloud.alb.Listener("web", {
    loadBalancerId: "alb-bp1elsewhere00000001",
    listenerPort: 80,
    listenerProtocol: "HTTP",
    defaultActions: [
      {
        type: "ForwardGroup",
        forwardGroupConfig: { serverGroupTuples: [{ serverGroupId: "sgp-bp1elsewhere00000001" }] },
      },
    ],
    ...more,
  });

const rule =
  (protocol: alicloud.alb.RuleArgs["ruleName"], paths: string[], more: object = {}) =>
  () =>
    void new alicloud.alb.Rule("redirect", {
      listenerId: plain().id,
      priority: 1,
      ruleName: "redirect",
      ruleConditions: [{ type: "Path", pathConfig: { values: paths } }],
      ruleActions: [{ order: 1, type: "Redirect", redirectConfig: { protocol, port: "443" } }],
      ...more,
    });

const found = ["require-tls-in-transit: web"];

describe("listeners of application balancers of Alibaba Cloud", () => {
  holdsInEveryForm(
    [requireTlsInTransit],
    [
      ["that take plain HTTP", () => plain(), found],
      [
        "that take HTTPS",
        () =>
          plain({ listenerProtocol: "HTTPS", listenerPort: 443, securityPolicyId: "tls_cipher_policy_1_2" }),
        [],
      ],
      ["that take QUIC, which has TLS 1.3", () => plain({ listenerProtocol: "QUIC", listenerPort: 443 }), []],
      ["whose rule redirects everything", rule("HTTPS", ["/*"]), []],
      [
        "whose rule notes where from before it redirects everything",
        rule("HTTPS", ["/*"], {
          ruleActions: [
            {
              order: 1,
              type: "InsertHeader",
              insertHeaderConfig: { key: "From", value: "http", valueType: "UserDefined" },
            },
            { order: 2, type: "Redirect", redirectConfig: { protocol: "HTTPS", port: "443" } },
          ],
        }),
        [],
      ],
      ["whose rule redirects to plain HTTP", rule("HTTP", ["/*"]), found],
      ["whose rule redirects a part", rule("HTTPS", ["/admin/*"]), found],
      [
        "whose rule redirects one host",
        rule("HTTPS", ["/*"], { ruleConditions: [{ type: "Host", hostConfig: { values: ["a.example"] } }] }),
        found,
      ],
      ["whose rule is not known to redirect", rule(later("HTTPS"), ["/*"]), []],
    ],
  );
});

describe("TLS on Alibaba Cloud", () => {
  const classic = (tlsCipherPolicy?: string) => () =>
    void new alicloud.slb.Listener("web", {
      loadBalancerId: "lb-bp1elsewhere00000001",
      frontendPort: 443,
      protocol: "https",
      ...(tlsCipherPolicy && { tlsCipherPolicy }),
    });
  const network =
    (securityPolicyId?: string, listenerProtocol = "TCPSSL") =>
    () =>
      void new alicloud.nlb.Listener("web", {
        loadBalancerId: "nlb-bp1elsewhere0000001",
        listenerPort: 443,
        listenerProtocol,
        serverGroupId: "sgp-bp1elsewhere00000001",
        ...(securityPolicyId && { securityPolicyId }),
      });
  const own = (...tlsVersions: string[]) => ({
    securityPolicyName: "own",
    ciphers: ["AES256-SHA"],
    tlsVersions,
  });
  const bucket =
    (enable: pulumi.Input<boolean>, ...tlsVersions: string[]) =>
    () =>
      void new alicloud.oss.BucketHttpsConfig("web", { bucket: "shop", enable, tlsVersions });
  const api = (protocol: string) => () =>
    void new alicloud.apigateway.Api("web", {
      groupId: "group-elsewhere",
      authType: "APP",
      description: "Orders",
      serviceType: "MOCK",
      requestConfig: { protocol, method: "GET", path: "/orders", mode: "MAPPING" },
    });
  const domain = (protocol: string, minVersion: string) => () =>
    void new alicloud.fc.V3CustomDomain("web", {
      customDomainName: "shop.example",
      protocol,
      tlsConfig: { minVersion },
    });
  const https = { listenerProtocol: "HTTPS", listenerPort: 443 };
  const redis = (sslEnabled: string) => () =>
    void new alicloud.redis.TairInstance("web", {
      instanceClass: "tair.scm.standard.1m.4d",
      instanceType: "tair_rdb",
      vpcId: "vpc-bp1elsewhere00000001",
      vswitchId: "vsw-bp1elsewhere00000001",
      zoneId: "cn-hangzhou-h",
      sslEnabled,
    });
  const polardb = (sslEnabled: string) => () =>
    void new alicloud.polardb.PrimaryEndpoint("web", { dbClusterId: "pc-bp1elsewhere00000001", sslEnabled });
  const mongodb = (sslAction: string) => () =>
    void new alicloud.mongodb.Instance("web", {
      engineVersion: "4.4",
      dbInstanceClass: "dds.mongo.mid",
      dbInstanceStorage: 10,
      sslAction,
    });
  holdsInEveryForm(
    [requireTlsInTransit],
    [
      ["a classic balancer that takes TLS 1.0", classic("tls_cipher_policy_1_0"), found],
      ["a classic balancer that takes TLS 1.2", classic("tls_cipher_policy_1_2"), []],
      ["a classic balancer that says nothing", classic(), found],
      ["an application balancer that names no policy", () => void plain(https), found],
      [
        "an application balancer on a policy of one's own",
        () =>
          void plain({
            ...https,
            securityPolicyId: new alicloud.alb.SecurityPolicy("own", own("TLSv1.2")).id,
          }),
        [],
      ],
      [
        "an application balancer on an old policy of one's own",
        () =>
          void plain({
            ...https,
            securityPolicyId: new alicloud.alb.SecurityPolicy("own", own("TLSv1.1", "TLSv1.2")).id,
          }),
        ["require-tls-in-transit: own"],
      ],
      ["a network balancer that names no policy", network(), found],
      ["a network balancer for TCP", network(undefined, "TCP"), []],
      ["a bucket that takes TLS 1.0", bucket(true, "TLSv1.0", "TLSv1.2"), found],
      ["a bucket that takes TLS 1.2", bucket(true, "TLSv1.2"), []],
      ["a bucket whose versions are off", bucket(false, "TLSv1.0", "TLSv1.2"), []],
      ["a bucket whose versions turn out to be off", () => bucket(later(false), "TLSv1.0", "TLSv1.2")(), []],
      ["a function's domain for HTTP as well", domain("HTTP,HTTPS", "TLSv1.2"), found],
      ["a function's domain that takes TLS 1.1", domain("HTTPS", "TLSv1.1"), found],
      ["a function's domain", domain("HTTPS", "TLSv1.2"), []],
      ["an API for HTTP", api("HTTP"), found],
      ["an API for HTTPS", api("HTTPS"), []],
      [
        "an application balancer that takes TLS 1.1",
        () => void plain({ ...https, securityPolicyId: "tls_cipher_policy_1_1" }),
        found,
      ],
      [
        "an application balancer that takes TLS 1.2",
        () => void plain({ ...https, securityPolicyId: "tls_cipher_policy_1_2_strict" }),
        [],
      ],
      ["a network balancer that takes TLS 1.0", network("tls_cipher_policy_1_0"), found],
      ["a network balancer that takes TLS 1.3", network("tls_cipher_policy_1_2_strict_with_1_3"), []],
      ["Tair without", redis("Disable"), found],
      ["Tair with", redis("Enable"), []],
      ["an endpoint of PolarDB without", polardb("Disable"), found],
      ["an endpoint of PolarDB with", polardb("Enable"), []],
      ["MongoDB without", mongodb("Close"), found],
      ["MongoDB with", mongodb("Open"), []],
    ],
  );
});
