import * as alicloud from "@pulumi/alicloud";
import type * as pulumi from "@pulumi/pulumi";
import requireTlsInTransit from "../../policies/data/require-tls-in-transit";
import { holdsInEveryForm, holdsOnceKnown } from "../adversarial/forms";
import { later } from "../harness/phases";

const plain = ["require-tls-in-transit: it"];
const HTTP = { proxyPorts: [80], proxyType: "http" };
const HTTPS = { proxyPorts: [443], proxyType: "https" };

const walled = (listen: pulumi.Input<object>) =>
  void new alicloud.wafv3.Domain("it", {
    domain: "example.com",
    instanceId: "waf_v3prepaid_public_cn-1",
    listen: listen as alicloud.wafv3.DomainArgs["listen"],
    redirect: { loadbalance: "iphash" },
  });
const listening = (listen: object) => () => walled(listen);
const older = (more: object) => () =>
  void new alicloud.waf.Domain("it", {
    domainName: "example.com",
    instanceId: "waf-cn-1",
    isAccessProduct: "Off",
    ...more,
  });
const shielded = (proxyTypes: object[], ext?: object) => () =>
  void new alicloud.ddos.DomainResource("it", {
    domain: "example.com",
    instanceIds: ["ddoscoo-cn-1"],
    proxyTypes: proxyTypes as alicloud.ddos.DomainResourceArgs["proxyTypes"],
    realServers: ["198.51.100.7"],
    rsType: 0,
    ...(ext && { httpsExt: JSON.stringify(ext) }),
  });

describe("plain HTTP through firewalls of sites of Alibaba Cloud", () => {
  holdsInEveryForm(
    [requireTlsInTransit],
    [
      ["a firewall on port 80", listening({ httpPorts: [80] }), plain],
      ["a firewall on both ports", listening({ httpPorts: [80], httpsPorts: [443] }), plain],
      [
        "a firewall on both ports that redirects",
        listening({ httpPorts: [80], httpsPorts: [443], focusHttps: true }),
        [],
      ],
      ["a firewall on port 443", listening({ httpPorts: [], httpsPorts: [443] }), []],
      ["an older firewall on port 80", older({ httpPorts: ["80"], httpsRedirect: "Off" }), plain],
      ["an older firewall that redirects", older({ httpPorts: ["80"], httpsRedirect: "On" }), []],
      ["an older firewall on port 443", older({ httpsPorts: ["443"] }), []],
      ["a shield on port 80", shielded([HTTP, HTTPS]), plain],
      ["a shield that does not redirect", shielded([HTTP, HTTPS], { Http2https: 0 }), plain],
      ["a shield that redirects", shielded([HTTP, HTTPS], { Http2https: 1 }), []],
      ["a shield on port 443", shielded([HTTPS]), []],
    ],
  );
  holdsOnceKnown(
    [requireTlsInTransit],
    [
      ["the ports of a firewall", () => walled({ httpPorts: later([80]) }), plain],
      ["whether a firewall redirects", () => walled({ httpPorts: [80], focusHttps: later(false) }), plain],
      ["all that a firewall listens for", () => walled(later({ httpPorts: [80] })), plain],
    ],
  );
});
