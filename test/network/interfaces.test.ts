import assert from "node:assert/strict";
import { Network } from "../../network/network";
import { Resource, type ResourceFacts } from "../../stack/resource";
import { UNKNOWN, type Values } from "../../stack/value";

const urn = (name: string) => `urn:pulumi:dev::shop::resource::${name}`;

function resource(type: string, name: string, facts: Partial<ResourceFacts> = {}): Resource {
  return new Resource({ urn: urn(name), type, name, ...facts });
}

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INSTANCE = "aws:ec2/instance:Instance";
const ATTACHMENT = "aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment";

const web = resource(GROUP, "web", {
  declared: { name: "web-1" },
  settled: { id: "sg-1", arn: "arn:aws:ec2:us-east-1:1:security-group/sg-1", name: "web-1" },
});

/** What is attached where, such as `server networkInterfaces[0]: SecurityGroup web`. */
function attachments(...resources: Resource[]): string[] {
  return Network.ofStack([web, ...resources]).interfaces.map(
    (one) =>
      `${[one.resource.name, one.path].join(" ").trim()}: ` +
      one.attachments.map(({ group, certain }) => `${group.title}${certain ? "" : "?"}`).join(", "),
  );
}

describe("interfaces", () => {
  for (const [type, declared, path] of [
    [INSTANCE, { vpcSecurityGroupIds: ["sg-1"] }, ""],
    [INSTANCE, { securityGroups: ["web-1"] }, ""],
    ["aws:ec2/launchTemplate:LaunchTemplate", { securityGroupNames: ["web-1"] }, ""],
    [
      "aws:ec2/launchTemplate:LaunchTemplate",
      { networkInterfaces: [{ securityGroups: ["sg-1"] }] },
      "networkInterfaces[0]",
    ],
    ["aws:lambda/function:Function", { vpcConfig: { securityGroupIds: ["sg-1"] } }, "vpcConfig"],
    [
      "aws:ecs/service:Service",
      { networkConfiguration: { securityGroups: ["sg-1"] } },
      "networkConfiguration",
    ],
    [
      "aws:cloudwatch/eventTarget:EventTarget",
      { ecsTarget: { networkConfiguration: { securityGroups: ["sg-1"] } } },
      "ecsTarget.networkConfiguration",
    ],
    ["aws:rds/cluster:Cluster", { vpcSecurityGroupIds: ["sg-1"] }, ""],
    [
      "aws:datasync/agent:Agent",
      { securityGroupArns: ["arn:aws-cn:ec2:cn-north-1:1:security-group/sg-1"] },
      "",
    ],
    [
      "aws:glue/connection:Connection",
      { physicalConnectionRequirements: { securityGroupIdLists: ["sg-1"] } },
      "physicalConnectionRequirements",
    ],
    [
      "aws:emr/cluster:Cluster",
      { ec2Attributes: { additionalMasterSecurityGroups: "sg-1, sg-1" } },
      "ec2Attributes",
    ],
    ...[
      "emrManagedMasterSecurityGroup",
      "emrManagedSlaveSecurityGroup",
      "additionalSlaveSecurityGroups",
      "serviceAccessSecurityGroup",
    ].map(
      (name) => ["aws:emr/cluster:Cluster", { ec2Attributes: { [name]: "sg-1" } }, "ec2Attributes"] as const,
    ),
    ["aws:emr/studio:Studio", { engineSecurityGroupId: "sg-1" }, ""],
    ["aws:emr/studio:Studio", { workspaceSecurityGroupId: "sg-1" }, ""],
    ["aws:eks/cluster:Cluster", { vpcConfig: { clusterSecurityGroupId: "sg-1" } }, "vpcConfig"],
    [
      "aws:workspaces/directory:Directory",
      { workspaceCreationProperties: { customSecurityGroupId: "sg-1" } },
      "workspaceCreationProperties",
    ],
    [
      "aws:rds/optionGroup:OptionGroup",
      { options: [{ vpcSecurityGroupMemberships: ["sg-1"] }] },
      "options[0]",
    ],
    [
      "aws:msk/replicator:Replicator",
      { kafkaClusters: [{ vpcConfig: { securityGroupsIds: ["sg-1"] } }] },
      "kafkaClusters[0].vpcConfig",
    ],
    [
      "aws:drs/replicationConfigurationTemplate:ReplicationConfigurationTemplate",
      { replicationServersSecurityGroupsIds: ["sg-1"] },
      "",
    ],
    ["aws:s3outposts/endpoint:Endpoint", { securityGroupId: "sg-1" }, ""],
  ] as const) {
    it(`sees ${JSON.stringify(declared)} of ${type}`, () => {
      assert.deepEqual(attachments(resource(type, "it", { declared })), [
        `${["it", path].join(" ").trim()}: SecurityGroup web`,
      ]);
    });
  }

  it("takes no source, measurement or rule for an attachment", () => {
    const none = [
      resource("aws:eks/nodeGroup:NodeGroup", "nodes", {
        declared: { remoteAccess: { sourceSecurityGroupIds: ["sg-1"] } },
      }),
      resource("aws:ec2/securityGroupRule:SecurityGroupRule", "rule", {
        declared: { securityGroupId: "sg-1", sourceSecurityGroupId: "sg-1" },
      }),
      resource(GROUP, "other", { declared: { ingress: [{ securityGroups: ["sg-1"] }] } }),
      resource("aws:ec2/networkInsightsAnalysis:NetworkInsightsAnalysis", "path", {
        settled: { explanations: [{ securityGroups: [{ id: "sg-1" }] }] },
      }),
      resource("aws:elb/loadBalancer:LoadBalancer", "balancer", {
        settled: { sourceSecurityGroupId: "sg-1" },
      }),
    ];
    assert.deepEqual(attachments(...none), []);
  });

  it("takes what the cloud settled where the program says nothing, by id rather than by name", () => {
    const settled = { vpcSecurityGroupIds: ["sg-1"], securityGroups: ["another"] };
    assert.deepEqual(attachments(resource(INSTANCE, "it", { declared: {}, settled })), [
      "it: SecurityGroup web",
    ]);
    assert.deepEqual(attachments(resource(INSTANCE, "it", { settled })), ["it: SecurityGroup web"]);
    const declared = { vpcSecurityGroupIds: ["sg-2"] };
    assert.deepEqual(attachments(resource(INSTANCE, "it", { declared, settled })), ["it: sg-2"]);
    const pending: Values = { vpcSecurityGroupIds: UNKNOWN, securityGroups: UNKNOWN };
    assert.deepEqual(attachments(resource(INSTANCE, "it", { declared: {}, settled: pending })), []);
  });

  it("puts an attachment's group on the interface's owner, known or not", () => {
    const attach = (networkInterfaceId: string | typeof UNKNOWN, behind: string[] = []) =>
      resource(ATTACHMENT, "attachment", {
        declared: { securityGroupId: "sg-1", networkInterfaceId },
        dependencies: new Map([["networkInterfaceId", behind.map(urn)]]),
      });
    const first = { id: "eni-1" };
    const owned = resource("aws:ec2/networkInterface:NetworkInterface", "eni", { settled: first });
    assert.deepEqual(attachments(owned, attach("eni-1")), ["eni: SecurityGroup web"]);
    assert.deepEqual(attachments(owned, attach(UNKNOWN, ["eni"])), ["eni: SecurityGroup web"]);
    const server = resource(INSTANCE, "server", { settled: { primaryNetworkInterfaceId: "eni-2" } });
    assert.deepEqual(attachments(server, attach("eni-2")), ["server: SecurityGroup web"]);
    assert.deepEqual(attachments(server, attach(UNKNOWN, ["server"])), ["server: SecurityGroup web"]);
    assert.deepEqual(attachments(attach("eni-3")), ["attachment: SecurityGroup web"]);
    assert.deepEqual(attachments(attach(UNKNOWN)), ["attachment: SecurityGroup web"]);
  });

  it("puts a group's association on its endpoint, beside the endpoint's own", () => {
    const endpoint = resource("aws:ec2/vpcEndpoint:VpcEndpoint", "ssm", {
      declared: { securityGroupIds: ["sg-1"] },
      settled: { id: "vpce-1" },
    });
    const association = resource("aws:ec2/securityGroupAssociation:SecurityGroupAssociation", "it", {
      declared: { securityGroupId: "sg-2", vpcEndpointId: "vpce-1" },
    });
    assert.deepEqual(attachments(association, endpoint), ["ssm: sg-2, SecurityGroup web"]);
  });

  it("is not certain of one of two groups, and open to more of an unknown origin", () => {
    const other = resource(GROUP, "db", { settled: { id: "sg-2" } });
    const it = (behind: string[]) =>
      resource(INSTANCE, "it", {
        declared: { vpcSecurityGroupIds: [UNKNOWN] },
        dependencies: new Map([["vpcSecurityGroupIds", behind.map(urn)]]),
      });
    assert.deepEqual(attachments(other, it(["web", "db"])), ["it: SecurityGroup web?, SecurityGroup db?"]);
    assert.deepEqual(attachments(other, it(["web"])), ["it: SecurityGroup web"]);
    const [open] = Network.ofStack([web, it([])]).interfaces;
    assert.equal(open?.mayHaveMore, true);
  });

  it("takes values of the wrong type for none", () => {
    for (const value of [null, 7, true, {}, [null], [7], ""]) {
      const [one] = Network.ofStack([
        resource(INSTANCE, "it", { declared: { securityGroups: value } }),
      ]).interfaces;
      assert.deepEqual(one?.attachments.filter(({ group }) => group.resource) ?? [], []);
    }
  });
});
