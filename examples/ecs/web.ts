import * as alicloud from "@pulumi/alicloud";
import { machines } from "./machines";
import { webVSwitches } from "./network";
import * as groups from "./security-groups";
import { certificateId, named, options, tagged } from "./settings";

const servers = machines({ tier: "web", group: groups.web, vswitches: webVSwitches });

/** The one door on the internet. It ends the clients' TLS, and begins its own connections to the servers. */
export const balancer = new alicloud.slb.ApplicationLoadBalancer(
  "web",
  {
    loadBalancerName: named("web"),
    addressType: "internet",
    internetChargeType: "PayByTraffic",
    instanceChargeType: "PayByCLCU",
    deleteProtection: "on",
    tags: tagged({ Tier: "public" }),
  },
  options,
);

const backends = new alicloud.slb.ServerGroup(
  "web",
  { loadBalancerId: balancer.id, name: named("web"), tags: tagged() },
  options,
);
for (const [i, server] of servers.entries()) {
  new alicloud.slb.ServerGroupServerAttachment(
    `web-${i + 1}`,
    { serverGroupId: backends.id, serverId: server.id, port: 8443 },
    options,
  );
}

const https = new alicloud.slb.Listener(
  "https",
  {
    loadBalancerId: balancer.id,
    frontendPort: 443,
    protocol: "https",
    serverCertificateId: certificateId,
    tlsCipherPolicy: "tls_cipher_policy_1_2_strict",
    serverGroupId: backends.id,
    healthCheck: "on",
    healthCheckUri: "/health",
  },
  options,
);
new alicloud.slb.Listener(
  "http",
  {
    loadBalancerId: balancer.id,
    frontendPort: 80,
    protocol: "http",
    listenerForward: "on",
    forwardPort: https.frontendPort,
  },
  options,
);
