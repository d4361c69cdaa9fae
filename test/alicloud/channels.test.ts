import * as alicloud from "@pulumi/alicloud";
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
      ["that take HTTPS", () => plain({ listenerProtocol: "HTTPS", listenerPort: 443 }), []],
      ["whose rule redirects everything", rule("HTTPS", ["/*"]), []],
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
