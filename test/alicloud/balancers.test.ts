import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import type * as pulumi from "@pulumi/pulumi";
import { Exposures } from "../../network/exposures/exposures";
import { flowText, listed } from "../../network/exposures/flows";
import { later } from "../harness/phases";
import type { Phase } from "../harness/program";
import { networkOf } from "../network/network-of";
import { accept, all, drop, type WrittenRule, withRules } from "./group";
import { instanceIn, type Site, site } from "./site";

const PHASES = ["preview", "update"] as const;
const OFFICE = "203.0.113.0/24";
const BALANCERS = "100.64.0.0/10";

/** The flows from the internet, in the order in which they are told. */
const flows = async (program: () => void, phase: Phase) =>
  listed(new Exposures(await networkOf(program, phase)).flows)
    .map(flowText)
    .filter((flow) => !/^(Instance|LoadBalancer|SecurityGroup|Vpc|Network|Switch) /.test(flow));

type Row = readonly [title: string, program: () => void, expected: readonly string[]];

function tells(rows: readonly Row[]): void {
  for (const [title, program, expected] of rows) {
    it(title, async () => {
      for (const phase of PHASES) assert.deepEqual(await flows(program, phase), expected, phase);
    });
  }
}

const inner = (own: Site, name = "box") => instanceIn(own, { internetMaxBandwidthOut: 0 }, name);

/** A classic balancer that sends a port on to 8080 of a machine. */
function classic(
  {
    rules = [accept("8080/8080")],
    balancer = { addressType: "internet" },
    listener = {},
  }: {
    readonly rules?: readonly WrittenRule[];
    readonly balancer?: alicloud.slb.LoadBalancerArgs;
    readonly listener?: Partial<alicloud.slb.ListenerArgs>;
  } = {},
  then: (balancer: alicloud.slb.LoadBalancer, box: alicloud.ecs.Instance) => void = () => undefined,
): () => void {
  return () => {
    const own = site(...rules);
    const box = inner(own);
    const web = new alicloud.slb.LoadBalancer("web", balancer);
    new alicloud.slb.Attachment("backends", { loadBalancerId: web.id, instanceIds: [box.id] });
    const args = {
      loadBalancerId: web.id,
      protocol: "tcp",
      frontendPort: 443,
      backendPort: 8080,
      ...listener,
    };
    new alicloud.slb.Listener("https", args);
    then(web, box);
  };
}

const TO_WEB = "internet → LoadBalancer web: tcp 443";
const THROUGH = "internet → Instance box through LoadBalancer web: tcp 443";

function list(...entries: readonly pulumi.Input<string>[]): alicloud.slb.Acl {
  const acl = new alicloud.slb.Acl("list", { ipVersion: "ipv4" });
  for (const [i, entry] of entries.entries())
    new alicloud.slb.AclEntryAttachment(`entry-${i}`, { aclId: acl.id, entry });
  return acl;
}

const withList =
  (aclType: string, ...entries: readonly pulumi.Input<string>[]) =>
  (): void => {
    const acl = list(...entries);
    classic({ listener: { aclStatus: "on", aclType, aclIds: [acl.id] } })();
  };

describe("what gets through classic balancers of Alibaba Cloud", () => {
  tells([
    ["is what a listener sends on to a port that the group lets in", classic(), [THROUGH, TO_WEB]],
    [
      "is nothing where the group lets in another port alone",
      classic({ rules: [accept("443/443")] }),
      [TO_WEB],
    ],
    [
      "is what the group lets in of clients, whose own addresses the machine sees",
      classic({ rules: [accept("8080/8080", { cidrIp: OFFICE })] }),
      [`${OFFICE} → Instance box through LoadBalancer web: tcp 443`, TO_WEB],
    ],
    [
      "is everything by HTTP, which comes from addresses that need no rule",
      classic({ rules: [accept("22/22", { cidrIp: OFFICE })], listener: { protocol: "http" } }),
      [THROUGH, TO_WEB],
    ],
    [
      "is nothing by HTTP where a rule drops those addresses",
      classic({ rules: [drop("8080/8080", { cidrIp: BALANCERS })], listener: { protocol: "http" } }),
      [TO_WEB],
    ],
    [
      "is nothing by HTTP where a rule drops some of them",
      classic({ rules: [drop("8080/8080", { cidrIp: "100.64.0.0/12" })], listener: { protocol: "http" } }),
      [TO_WEB],
    ],
    [
      "is nothing where it redirects",
      classic({ listener: { protocol: "http", listenerForward: "on", forwardPort: 444 } }),
      [TO_WEB],
    ],
    [
      "is nothing where it is switched off",
      classic({ balancer: { addressType: "internet", status: "inactive" } }),
      [],
    ],
    [
      "is nothing where it has no address of the internet",
      classic({ balancer: { addressType: "intranet" } }),
      [],
    ],
    [
      "is told by UDP",
      classic({ rules: [accept("8080/8080", { ipProtocol: "udp" })], listener: { protocol: "udp" } }),
      ["internet → Instance box through LoadBalancer web: udp 443", "internet → LoadBalancer web: udp 443"],
    ],
    [
      "comes over IPv6 from the balancer's own addresses",
      classic({
        rules: [accept("8080/8080", { cidrIp: OFFICE })],
        balancer: { addressType: "internet", addressIpVersion: "ipv6" },
      }),
      [
        "internet over IPv6 → Instance box through LoadBalancer web: tcp 443",
        "internet over IPv6 → LoadBalancer web: tcp 443",
      ],
    ],
    [
      "is what a white list lets in",
      withList("white", OFFICE),
      [`${OFFICE} → Instance box through LoadBalancer web: tcp 443`, `${OFFICE} → LoadBalancer web: tcp 443`],
    ],
    [
      "is what a black list leaves",
      withList("black", OFFICE),
      [
        `internet but ${OFFICE} → Instance box through LoadBalancer web: tcp 443`,
        `internet but ${OFFICE} → LoadBalancer web: tcp 443`,
      ],
    ],
    ["is everything by a white list without entries", withList("white"), [THROUGH, TO_WEB]],
    [
      "is everything where lists are switched off",
      () => {
        const acl = list(OFFICE);
        classic({ listener: { aclStatus: "off", aclType: "white", aclIds: [acl.id] } })();
      },
      [THROUGH, TO_WEB],
    ],
    [
      "is what comes to an Elastic IP of one inside",
      () => {
        classic({ balancer: { addressType: "intranet" } }, () => {
          const address = new alicloud.ecs.EipAddress("address", {});
          const stack = new alicloud.slb.LoadBalancer("inside", { addressType: "intranet" });
          new alicloud.slb.Listener("ssh", {
            loadBalancerId: stack.id,
            protocol: "tcp",
            frontendPort: 22,
            backendPort: 22,
          });
          new alicloud.ecs.EipAssociation("assoc", {
            allocationId: address.id,
            instanceId: stack.id,
            instanceType: "SlbInstance",
          });
        })();
      },
      ["internet → LoadBalancer inside: tcp 22"],
    ],
  ]);

  const grouped = (servers: Partial<alicloud.slb.ServerGroupServerAttachmentArgs>) =>
    classic({ listener: { frontendPort: 80 } }, ({ id: loadBalancerId }, box) => {
      const group = new alicloud.slb.ServerGroup("servers", { loadBalancerId });
      new alicloud.slb.ServerGroupServerAttachment("server", {
        serverGroupId: group.id,
        serverId: box.id,
        port: 8080,
        ...servers,
      });
      new alicloud.slb.Listener("other", {
        loadBalancerId,
        protocol: "tcp",
        frontendPort: 443,
        serverGroupId: group.id,
      });
    });

  tells([
    [
      "is what server groups get, on ports of their own",
      grouped({}),
      [
        "internet → Instance box through LoadBalancer web: tcp 80, 443",
        "internet → LoadBalancer web: tcp 80, 443",
      ],
    ],
    [
      "is nothing for a server of weight 0",
      grouped({ weight: 0 }),
      [
        "internet → Instance box through LoadBalancer web: tcp 80",
        "internet → LoadBalancer web: tcp 80, 443",
      ],
    ],
    [
      "is nothing on a port that the group keeps shut",
      grouped({ port: 9090 }),
      [
        "internet → Instance box through LoadBalancer web: tcp 80",
        "internet → LoadBalancer web: tcp 80, 443",
      ],
    ],
  ]);

  it("is what a scaling group's machines get by server groups of their own", async () => {
    const program = () => {
      const { vswitch, group } = site(accept("8080/8080"));
      const { id: loadBalancerId } = new alicloud.slb.LoadBalancer("web", { addressType: "internet" });
      const { id: serverGroupId } = new alicloud.slb.ServerGroup("servers", { loadBalancerId });
      new alicloud.slb.Listener("https", {
        loadBalancerId,
        protocol: "tcp",
        frontendPort: 443,
        serverGroupId,
      });
      const { id: scalingGroupId } = new alicloud.ess.ScalingGroup("scaled", {
        minSize: 1,
        maxSize: 2,
        vswitchIds: [vswitch.id],
      });
      new alicloud.ess.ScalingConfiguration("box", { scalingGroupId, securityGroupId: group.id });
      new alicloud.ess.ScalingGroupVServerGroups("attached", {
        scalingGroupId,
        vserverGroups: [
          {
            loadbalancerId: loadBalancerId,
            vserverAttributes: [{ vserverGroupId: serverGroupId, port: 8080, weight: 10 }],
          },
        ],
      });
    };
    for (const phase of PHASES)
      assert.deepEqual(await flows(program, phase), [
        TO_WEB,
        "internet → ScalingConfiguration box through LoadBalancer web: tcp 443",
      ]);
  });

  it("is only what may be once a list is known", async () => {
    const program = () => withList("white", OFFICE, later("198.51.100.7/32"))();
    assert.deepEqual(await flows(program, "preview"), [
      `${OFFICE} → Instance box through LoadBalancer web: tcp 443`,
      `internet but ${OFFICE} → Instance box through LoadBalancer web: tcp 443 ?`,
      `${OFFICE} → LoadBalancer web: tcp 443`,
      `internet but ${OFFICE} → LoadBalancer web: tcp 443 ?`,
    ]);
  });
});

interface Balanced {
  readonly own: Site;
  readonly balancer: alicloud.alb.LoadBalancer | alicloud.nlb.LoadBalancer;
  readonly listener: alicloud.alb.Listener | alicloud.nlb.Listener;
  readonly box: alicloud.ecs.Instance;
  readonly servers: alicloud.alb.ServerGroup;
}

const ZONE = "cn-hangzhou-h";

function application(
  {
    rules = [accept("8080/8080")],
    more = {},
    listener = {},
    server = {},
  }: {
    readonly rules?: readonly WrittenRule[];
    readonly more?: Partial<alicloud.alb.LoadBalancerArgs>;
    readonly listener?: Partial<alicloud.alb.ListenerArgs>;
    readonly server?: object;
  } = {},
  then: (made: Balanced) => void = () => undefined,
): () => void {
  return () => {
    const own = site(...rules);
    const box = inner(own);
    const balancer = new alicloud.alb.LoadBalancer("web", {
      vpcId: own.vpc.id,
      addressType: "Internet",
      loadBalancerEdition: "Standard",
      loadBalancerBillingConfig: { payType: "PayAsYouGo" },
      zoneMappings: [{ vswitchId: own.vswitch.id, zoneId: ZONE }],
      ...more,
    });
    const group = new alicloud.alb.ServerGroup("servers", {
      vpcId: own.vpc.id,
      serverGroupName: "servers",
      healthCheckConfig: { healthCheckEnabled: false },
      servers: [{ serverId: box.id, serverType: "Ecs", port: 8080, weight: 100, ...server }],
    });
    const made = new alicloud.alb.Listener("https", {
      loadBalancerId: balancer.id,
      listenerPort: 443,
      listenerProtocol: "HTTPS",
      defaultActions: [
        { type: "ForwardGroup", forwardGroupConfig: { serverGroupTuples: [{ serverGroupId: group.id }] } },
      ],
      ...listener,
    });
    then({ own, balancer, listener: made, box, servers: group });
  };
}

const onGroup =
  (...rules: readonly WrittenRule[]) =>
  ({ own, balancer }: Balanced): void => {
    const group = withRules(
      new alicloud.ecs.SecurityGroup("front", { vpcId: own.vpc.id }),
      ...rules.map((rule, i) => ({ name: `front-${i}`, ...rule })),
    );
    new alicloud.alb.LoadBalancerSecurityGroupAttachment("attached", {
      loadBalancerId: balancer.id,
      securityGroupId: group.id,
    });
  };

describe("what gets through application balancers of Alibaba Cloud", () => {
  tells([
    ["is what the group of a server lets in", application(), [THROUGH, TO_WEB]],
    [
      "is what it lets in of the balancer's vSwitch, from which that asks",
      application({ rules: [accept("8080/8080", { cidrIp: "10.0.1.0/24" })] }),
      [THROUGH, TO_WEB],
    ],
    [
      "is nothing where it lets in a part of that",
      application({ rules: [accept("8080/8080", { cidrIp: "10.0.1.0/25" })] }),
      [TO_WEB],
    ],
    [
      "is nothing where it lets in clients alone",
      application({ rules: [accept("8080/8080", { cidrIp: OFFICE })] }),
      [TO_WEB],
    ],
    ["is nothing from a balancer inside", application({ more: { addressType: "Intranet" } }), []],
    [
      "comes over IPv6 too where both kinds of address are public",
      application({ more: { addressIpVersion: "DualStack", ipv6AddressType: "Internet" } }),
      [
        THROUGH,
        "internet over IPv6 → Instance box through LoadBalancer web: tcp 443",
        TO_WEB,
        "internet over IPv6 → LoadBalancer web: tcp 443",
      ],
    ],
    [
      "does not where the second is not",
      application({ more: { addressIpVersion: "DualStack", ipv6AddressType: "Intranet" } }),
      [THROUGH, TO_WEB],
    ],
    [
      "is what QUIC brings, asked of servers by TCP",
      application({ listener: { listenerProtocol: "QUIC" } }),
      ["internet → Instance box through LoadBalancer web: udp 443", "internet → LoadBalancer web: udp 443"],
    ],
    ["is nothing for a server of weight 0", application({ server: { weight: 0 } }), [TO_WEB]],
    [
      "is nothing where the listener redirects",
      application({ listener: { defaultActions: [{ type: "Redirect" }] } }),
      [TO_WEB],
    ],
    [
      "is only what may be on a port 0, which leaves the port open",
      application({ rules: [all()], server: { port: 0 } }),
      [`${THROUGH} ?`, TO_WEB],
    ],
    ["is nothing where the listener is stopped", application({ listener: { status: "Stopped" } }), []],
    [
      "is everything with a group of its own that only accepts",
      application({}, onGroup(accept("443/443", { cidrIp: OFFICE }))),
      [THROUGH, TO_WEB],
    ],
    [
      "is what is accepted where a later rule drops the rest",
      application({}, onGroup(accept("443/443", { cidrIp: OFFICE }), drop("1/65535", { priority: 100 }))),
      [`${OFFICE} → Instance box through LoadBalancer web: tcp 443`, `${OFFICE} → LoadBalancer web: tcp 443`],
    ],
    [
      "is everything where a drop is of another port",
      application({}, onGroup(drop("80/80"))),
      [THROUGH, TO_WEB],
    ],
    [
      "is not stopped by what its own group drops outward",
      application({}, onGroup({ ...drop("1/65535"), type: "egress" })),
      [THROUGH, TO_WEB],
    ],
    [
      "is what a list on its listener lets in",
      application({}, ({ listener }) => {
        const acl = new alicloud.alb.Acl("list", { aclEntries: [{ entry: OFFICE }] });
        new alicloud.alb.ListenerAclAttachment("attached", {
          listenerId: listener.id,
          aclId: acl.id,
          aclType: "White",
        });
      }),
      [`${OFFICE} → Instance box through LoadBalancer web: tcp 443`, `${OFFICE} → LoadBalancer web: tcp 443`],
    ],
    [
      "is what a rule of its listener forwards",
      application({ listener: { defaultActions: [{ type: "Redirect" }] } }, ({ own, listener, box }) => {
        const group = new alicloud.alb.ServerGroup("others", {
          vpcId: own.vpc.id,
          serverGroupName: "others",
          healthCheckConfig: { healthCheckEnabled: false },
          servers: [{ serverId: box.id, serverType: "Ecs", port: 8080, weight: 1 }],
        });
        new alicloud.alb.Rule("rule", {
          listenerId: listener.id,
          priority: 1,
          ruleName: "rule",
          ruleConditions: [{ type: "Path", pathConfig: { values: ["/a"] } }],
          ruleActions: [
            {
              order: 1,
              type: "ForwardGroup",
              forwardGroupConfig: { serverGroupTuples: [{ serverGroupId: group.id }] },
            },
          ],
        });
      }),
      [THROUGH, TO_WEB],
    ],
  ]);

  for (const type of ["ServerGroupAttachment", "AlbServerGroupAttachment", undefined] as const) {
    it(`is what a scaling group's machines get ${type === undefined ? "by no" : `by a ${type}`}`, async () => {
      const program = application({}, ({ own, servers }) => {
        const sizes = { minSize: 1, maxSize: 2 };
        const vswitchIds = [own.vswitch.id];
        const { id: scalingGroupId } = new alicloud.ess.ScalingGroup("scaled", { ...sizes, vswitchIds });
        new alicloud.ess.ScalingConfiguration("many", { scalingGroupId, securityGroupId: own.group.id });
        const args = { scalingGroupId, port: 8080, weight: 10 };
        if (type === "AlbServerGroupAttachment")
          new alicloud.ess.AlbServerGroupAttachment("attached", { ...args, albServerGroupId: servers.id });
        if (type === "ServerGroupAttachment")
          new alicloud.ess.ServerGroupAttachment("attached", {
            ...args,
            type: "ALB",
            serverGroupId: servers.id,
          });
      });
      const many = "internet → ScalingConfiguration many through LoadBalancer web: tcp 443";
      const expected = [THROUGH, TO_WEB, ...(type === undefined ? [] : [many])];
      for (const phase of PHASES) assert.deepEqual(await flows(program, phase), expected, phase);
    });
  }

  it("is nothing certain while it is not known which balancer a group is put on", async () => {
    const program = application({}, ({ own }) => {
      new alicloud.alb.LoadBalancerSecurityGroupAttachment("attached", {
        loadBalancerId: later("alb-elsewhere"),
        securityGroupId: own.group.id,
      });
    });
    const [through, toWeb] = await flows(program, "preview");
    assert.deepEqual([through, toWeb], [`${THROUGH} ?`, `${TO_WEB} ?`]);
    assert.deepEqual(await flows(program, "update"), [THROUGH, TO_WEB]);
  });

  it("is nothing certain while a group that is put on it is not known", async () => {
    const program = application({}, ({ balancer }) => {
      new alicloud.alb.LoadBalancerSecurityGroupAttachment("attached", {
        loadBalancerId: balancer.id,
        securityGroupId: later("sg-bp1elsewhere000000001"),
      });
    });
    assert.deepEqual(await flows(program, "preview"), [
      `${THROUGH} ?`,
      `${TO_WEB} ?`,
      // Whoever is on the box's own group may send it anything.
      "inside → Instance box: protocols 0-5; tcp 0-8079, 8081-65535; protocols 7-255 ?",
      "inside → LoadBalancer web: tcp 443 ?",
    ]);
    assert.deepEqual(await flows(program, "update"), [THROUGH, TO_WEB]);
  });
});

function network({
  rules = [accept("8080/8080")],
  more = {},
  listener = {},
  group = { preserveClientIpEnabled: true },
  server = { port: 8080 },
}: {
  readonly rules?: readonly WrittenRule[];
  readonly more?: Partial<alicloud.nlb.LoadBalancerArgs>;
  readonly listener?: Partial<alicloud.nlb.ListenerArgs>;
  readonly group?: Partial<alicloud.nlb.ServerGroupArgs>;
  readonly server?: Partial<alicloud.nlb.ServerGroupServerAttachmentArgs>;
} = {}): () => void {
  return () => {
    const own = site(...rules);
    const box = inner(own);
    const balancer = new alicloud.nlb.LoadBalancer("web", {
      vpcId: own.vpc.id,
      addressType: "Internet",
      zoneMappings: [{ vswitchId: own.vswitch.id, zoneId: ZONE }],
      ...more,
    });
    const servers = new alicloud.nlb.ServerGroup("servers", {
      vpcId: own.vpc.id,
      serverGroupName: "servers",
      healthCheck: { healthCheckEnabled: false },
      ...group,
    });
    new alicloud.nlb.ServerGroupServerAttachment("server", {
      serverGroupId: servers.id,
      serverId: box.id,
      serverType: "Ecs",
      ...server,
    });
    new alicloud.nlb.Listener("tcp", {
      loadBalancerId: balancer.id,
      listenerPort: 443,
      listenerProtocol: "TCP",
      serverGroupId: servers.id,
      ...listener,
    });
  };
}

const FROM_OFFICE = [`${OFFICE} → Instance box through LoadBalancer web: tcp 443`, TO_WEB];

describe("what gets through network balancers of Alibaba Cloud", () => {
  tells([
    ["is what the group of a server lets in", network(), [THROUGH, TO_WEB]],
    [
      "is what it lets in of clients, where they keep their addresses",
      network({ rules: [accept("8080/8080", { cidrIp: OFFICE })] }),
      FROM_OFFICE,
    ],
    [
      "is what it lets in of the balancer, where they do not",
      network({
        rules: [accept("8080/8080", { cidrIp: "10.0.0.0/8" })],
        group: { preserveClientIpEnabled: false },
      }),
      [THROUGH, TO_WEB],
    ],
    [
      "is not the clients' by TLS that ends at the balancer",
      network({
        rules: [accept("8080/8080", { cidrIp: OFFICE })],
        listener: { listenerProtocol: "TCPSSL" },
      }),
      [TO_WEB],
    ],
    [
      "is every port of a range, on one port inside",
      network({ listener: { listenerPort: 0, startPort: 1000, endPort: 1009 } }),
      [
        "internet → Instance box through LoadBalancer web: tcp 1000-1009",
        "internet → LoadBalancer web: tcp 1000-1009",
      ],
    ],
    [
      "is by the port that a packet sets out for, where servers get every port",
      network({
        rules: [accept("1005/1005")],
        listener: { listenerPort: 0, startPort: 1000, endPort: 1009 },
        group: { preserveClientIpEnabled: true, anyPortEnabled: true },
        server: { port: 0 },
      }),
      [
        "internet → Instance box through LoadBalancer web: tcp 1005",
        "internet → LoadBalancer web: tcp 1000-1009",
      ],
    ],
  ]);

  it("is what a group that it names itself does not drop", async () => {
    const program = () => {
      const group = withRules(
        new alicloud.ecs.SecurityGroup("front", { vpcId: "vpc-bp1elsewhere000000001" }),
        { ...drop("443/443", { cidrIp: OFFICE }), name: "keep-out" },
      );
      network({ more: { securityGroupIds: [group.id] } })();
    };
    for (const phase of PHASES)
      assert.deepEqual(await flows(program, phase), [
        `internet but ${OFFICE} → Instance box through LoadBalancer web: tcp 443`,
        `internet but ${OFFICE} → LoadBalancer web: tcp 443`,
      ]);
  });
});
