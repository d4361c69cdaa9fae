import * as alicloud from "@pulumi/alicloud";
import requireEbsBackup from "../../policies/data/require-ebs-backup";
import requireStorageEncryption from "../../policies/data/require-storage-encryption";
import noPublicServiceEndpoint from "../../policies/databases/no-public-service-endpoint";
import noMalformedRule from "../../policies/security-groups/no-malformed-rule";
import { holdsInEveryForm, holdsOnceKnown } from "../adversarial/forms";
import { later } from "../harness/phases";
import { accept, inVpc, WORLD } from "./group";
import { MACHINE } from "./site";

const bare = ["require-storage-encryption: it"];
const search = (more: object) => () =>
  void new alicloud.elasticsearch.Instance("it", { version: "7.10", vswitchId: "vsw-1", ...more });
const rabbit = (more: object) => () =>
  void new alicloud.amqp.Instance("it", { paymentType: "Subscription", ...more });
const kafka = (more: object) => () =>
  void new alicloud.alikafka.Instance("it", { deployType: 5, vswitchId: "vsw-1", ...more });
const rocket = (seriesCode: string, productInfo: object) => () =>
  void new alicloud.rocketmq.RocketMQInstance("it", {
    ...{ paymentType: "PayAsYouGo", serviceCode: "rmq", subSeriesCode: "cluster_ha", seriesCode },
    networkInfo: {
      internetInfo: { flowOutType: "uninvolved", internetSpec: "disable" },
      vpcInfo: { vpcId: "vpc-1" },
    },
    productInfo: { msgProcessSpec: "rmq.u2.10xlarge", ...productInfo },
  });
const DATA = { amount: 2, spec: "elasticsearch.sn2ne.large", disk: 20 };
const ENCRYPTED = { dataNodeConfiguration: { ...DATA, diskEncryption: true } };

describe("nodes and disks of services of Alibaba Cloud", () => {
  holdsInEveryForm(
    [requireStorageEncryption],
    [
      ["data nodes that encrypt", search(ENCRYPTED), []],
      ["data nodes that encrypt, as older programs say it", search({ dataNodeDiskEncrypted: true }), []],
      ["data nodes that say nothing", search({ dataNodeConfiguration: DATA }), bare],
      [
        "warm nodes beside them that say nothing",
        search({ ...ENCRYPTED, warmNodeConfiguration: { amount: 2 } }),
        bare,
      ],
      [
        "warm nodes that encrypt",
        search({ ...ENCRYPTED, warmNodeConfiguration: { amount: 2, diskEncryption: true } }),
        [],
      ],
      ["a RabbitMQ that may encrypt", rabbit({ instanceType: "vip" }), bare],
      ["a RabbitMQ that does", rabbit({ instanceType: "vip", encryptedInstance: true, kmsKeyId: "k" }), []],
      ["a RabbitMQ that cannot", rabbit({ instanceType: "professional" }), []],
      ["a Kafka on SSDs", kafka({ diskType: 1, diskSize: 500 }), bare],
      ["a Kafka on SSDs with a key", kafka({ diskType: 1, diskSize: 500, kmsKeyId: "k" }), []],
      ["a Kafka on other disks", kafka({ diskType: 0, diskSize: 500 }), []],
      ["a RocketMQ that may encrypt", rocket("ultimate", {}), bare],
      ["a RocketMQ that does not", rocket("ultimate", { storageEncryption: false }), bare],
      ["a RocketMQ that does", rocket("ultimate", { storageEncryption: true, storageSecretKey: "k" }), []],
      ["a RocketMQ that cannot", rocket("standard", {}), []],
    ],
  );
});

const application = (securityIpLists?: string[]) => () => {
  const app = new alicloud.polardb.Application("app", {
    ...{ applicationType: "supabase", architecture: "x86", dbClusterId: "pc-1", regionId: "cn-hangzhou" },
    ...(securityIpLists && { securityIpLists }),
  });
  new alicloud.polardb.ApplicationEndpoint("it", {
    applicationId: app.id,
    endpointId: "pe-1",
    netType: "Public",
  });
};

describe("whom applications of PolarDB let in", () => {
  const open = ["no-public-service-endpoint: it"];
  holdsInEveryForm(
    [noPublicServiceEndpoint],
    [
      ["everyone", application([WORLD]), open],
      ["one address", application(["203.0.113.7"]), []],
      ["whoever they please, as nothing is said", application(), open],
    ],
  );
});

/** Two disks of a machine, and what backs some of them up. */
const backedUp = (plan: (machine: alicloud.ecs.Instance, one: alicloud.ecs.EcsDisk) => unknown) => () => {
  const machine = new alicloud.ecs.Instance("box", {
    ...{ ...MACHINE, vswitchId: "vsw-1", securityGroups: ["sg-bp1hv6wvmegs036abcde"] },
  });
  const disk = (name: string) =>
    new alicloud.ecs.EcsDisk(name, { zoneId: "cn-hangzhou-h", size: 20, instanceId: machine.id });
  const one = disk("one");
  disk("other");
  plan(machine, one);
};
const planned = (detail: (one: alicloud.ecs.EcsDisk) => object) =>
  backedUp(
    (machine, one) =>
      new alicloud.hbr.ServerBackupPlan("plan", {
        ...{
          ecsServerBackupPlanName: "plan",
          retention: 7,
          schedule: "I|1602673264|PT2H",
          instanceId: machine.id,
        },
        details: [{ appConsistent: true, snapshotGroup: true, ...detail(one) }],
      }),
  );
const bound = (udmDetail: (one: alicloud.ecs.EcsDisk) => object) =>
  backedUp(
    (machine, one) =>
      new alicloud.hbr.PolicyBinding("plan", {
        ...{ policyId: "po-1", sourceType: "UDM_ECS", dataSourceId: machine.id },
        advancedOptions: { udmDetail: udmDetail(one) },
      }),
  );

describe("disks that plans of Cloud Backup choose", () => {
  const [one, other] = ["one", "other"].map((name) => `require-ebs-backup: ${name}`) as [string, string];
  holdsInEveryForm(
    [requireEbsBackup],
    [
      ["all of a machine's", planned(() => ({})), []],
      ["one of them", planned(({ id }) => ({ diskIdLists: [id] })), [other]],
      ["one of them, by a policy", bound(({ id }) => ({ diskIdLists: [id] })), [other]],
      ["all but one", bound(({ id }) => ({ excludeDiskIdLists: [id] })), [one]],
    ],
  );
  holdsOnceKnown(
    [requireEbsBackup],
    [
      [
        "others than these",
        planned(() => ({ diskIdLists: later(["d-bp1hv6wvmegs036abcde"]) as never })),
        [one, other],
      ],
    ],
  );
});

describe("groups that rules of an advanced group name", () => {
  const ruled =
    (securityGroupType: string, isItself = false) =>
    () => {
      const group = inVpc({ securityGroupType });
      const source = isItself ? group : new alicloud.ecs.SecurityGroup("source", { securityGroupType });
      new alicloud.ecs.SecurityGroupRule("rule", {
        ...{ type: "ingress", ipProtocol: "tcp", portRange: "22/22" },
        ...{ securityGroupId: group.id, sourceSecurityGroupId: source.id },
      });
    };
  const malformed = ["no-malformed-rule: rule"];
  holdsInEveryForm(
    [noMalformedRule],
    [
      ["another", ruled("enterprise"), malformed],
      ["itself", ruled("enterprise", true), malformed],
      ["another, of a basic group", ruled("normal"), []],
      ["none", () => void inVpc({ securityGroupType: "enterprise" }, accept("22/22")), []],
    ],
  );
  holdsOnceKnown(
    [noMalformedRule],
    [["a kind not known yet", () => ruled(later("enterprise") as never)(), malformed]],
  );
});
