import * as alicloud from "@pulumi/alicloud";
import requireEbsEncryption from "../../policies/data/require-ebs-encryption";
import noDefaultVpcUse from "../../policies/instances/no-default-vpc-use";
import noPublicIp from "../../policies/instances/no-public-ip-on-private-instance";
import noUnattachedElasticIp from "../../policies/instances/no-unattached-elastic-ip";
import requireImdsv2 from "../../policies/instances/require-imdsv2";
import requireInstanceProfile from "../../policies/instances/require-instance-profile";
import noInternetPath from "../../policies/reachability/no-internet-path-to-private-instance";
import noDefaultSecurityGroupUse from "../../policies/security-groups/no-default-security-group-use";
import noSecurityGroupSharedAcrossApplications from "../../policies/security-groups/no-security-group-shared-across-applications";
import { holdsInEveryForm } from "../adversarial/forms";
import { holds } from "../adversarial/speakers";
import { accept, type WrittenRule } from "./group";
import { instanceIn, type Site, site } from "./site";

const { ecp, ecs, eipanycast, ens, ga } = alicloud;
const INSIDE = accept("22/22", { cidrIp: "10.0.0.0/8" });

const provisioned = (bandwidth: number, ...rules: readonly WrittenRule[]) => {
  const { vswitch, group } = site(...rules);
  const template = new ecs.EcsLaunchTemplate("template", {
    securityGroupIds: [group.id],
    internetMaxBandwidthOut: bandwidth,
  });
  new ecs.AutoProvisioningGroup("it", {
    launchTemplateId: template.id,
    totalTargetCapacity: "2",
    launchTemplateConfigs: [{ vswitchId: vswitch.id, maxPrice: "1", weightedCapacity: "1" }],
  });
};

describe("an auto provisioning group of Alibaba Cloud, as the machines that it launches", () => {
  const path = ["no-internet-path-to-private-instance: it"];
  holdsInEveryForm(
    [noInternetPath, noDefaultVpcUse, noDefaultSecurityGroupUse],
    [
      ["its template's address and groups, in its own vSwitches", () => provisioned(5), path],
      ["without an address", () => provisioned(0), []],
      ["on groups that let nobody in", () => provisioned(5, INSIDE), []],
    ],
  );
});

const edge = (more: Partial<alicloud.ens.InstanceArgs>) => () =>
  void new ens.Instance("it", {
    instanceType: "ens.sn1.small",
    paymentType: "PayAsYouGo",
    scheduleAreaLevel: "Region",
    ...more,
  });
const disks = (encrypted?: boolean) => ({
  publicIpIdentification: false,
  dataDisks: [{ category: "cloud_ssd", size: 20, ...(encrypted && { encrypted }) }],
});
const phone = (more: Partial<alicloud.ecp.InstanceArgs>) => () => {
  const { vswitch, group } = site();
  new ecp.Instance("it", {
    imageId: "android_9_0_0_release",
    instanceType: "ecp.ce.large",
    securityGroupId: group.id,
    vswitchId: vswitch.id,
    ...more,
  });
};
const disk = (encrypted?: boolean) => () => {
  new ecs.DiskEncryptionByDefault("default", { encrypted: true });
  new ens.Disk("it", {
    category: "cloud_ssd",
    ensRegionId: "cn-chengdu-telecom",
    paymentType: "PayAsYouGo",
    size: 20,
    ...(encrypted !== undefined && { encrypted }),
  });
};

describe("machines of Alibaba Cloud at the edge", () => {
  const address = "no-public-ip-on-private-instance: it";
  holdsInEveryForm(
    [
      noPublicIp,
      noInternetPath,
      noDefaultVpcUse,
      noDefaultSecurityGroupUse,
      requireInstanceProfile,
      requireEbsEncryption,
    ],
    [
      ["have an address unless they say otherwise", edge({}), [address], []],
      ["that say so", edge({ publicIpIdentification: true }), [address]],
      ["without an address", edge({ publicIpIdentification: false, internetMaxBandwidthOut: 10 }), []],
      ["declared public", edge({ tags: { Exposure: "public" } }), []],
      [
        "telephones with an address",
        phone({ eipBandwidth: 5 }),
        [address, "no-internet-path-to-private-instance: it"],
      ],
      ["telephones without one", phone({}), []],
      ["disks in the clear, whatever the region's default", disk(), ["require-ebs-encryption: it"]],
      ["disks that are encrypted", disk(true), []],
      ["disks of machines in the clear", edge(disks()), ["require-ebs-encryption: it"]],
      ["disks of machines that are encrypted", edge(disks(true)), []],
    ],
  );
});

const hadoop = (attributes: object) => () =>
  void new alicloud.emrv2.Cluster("it", {
    ...{ clusterName: "it", clusterType: "DATALAKE", releaseVersion: "EMR-5.16.0", applications: ["HDFS"] },
    nodeAttributes: [
      {
        ...{ keyPairName: "k", ramRole: "r", securityGroupId: "sg-1", vpcId: "vpc-1", zoneId: "z" },
        ...attributes,
      },
    ],
    nodeGroups: [],
  });
const workers =
  (...workerDataDisks: object[]) =>
  () =>
    void new alicloud.cs.EdgeKubernetes("it", {
      workerInstanceTypes: ["ecs.g7.large"],
      workerNumber: 1,
      workerVswitchIds: ["vsw-1"],
      workerDataDisks,
    });

describe("templates of Alibaba Cloud, of either type", () => {
  for (const Template of [ecs.EcsLaunchTemplate, ecs.LaunchTemplate] as const) {
    const template = (more: object) => () => void new Template("it", more);
    holdsInEveryForm(
      [requireImdsv2],
      [
        [`${Template.name} that says nothing of tokens`, template({}), ["require-imdsv2: it"]],
        [`${Template.name} that asks for tokens`, template({ httpTokens: "required" }), []],
        [`${Template.name} without the service`, template({ httpEndpoint: "disabled" }), []],
      ],
    );
  }
});

describe("disks of clusters of Alibaba Cloud", () => {
  const bare = ["require-ebs-encryption: it"];
  const encrypted = { systemDiskEncrypted: true, dataDiskEncrypted: true };
  const byDefault = (program: () => void) => () => {
    new ecs.DiskEncryptionByDefault("default", { encrypted: true });
    program();
  };
  holdsInEveryForm(
    [requireEbsEncryption],
    [
      ["of Hadoop, in the clear", hadoop({}), bare],
      ["of Hadoop, the data in the clear", hadoop({ ...encrypted, dataDiskEncrypted: false }), bare],
      ["of Hadoop, encrypted", hadoop(encrypted), []],
      ["of Hadoop, by the default of the region", byDefault(hadoop({})), []],
      ["of workers, one in the clear", workers({ encrypted: "true" }, { encrypted: "false" }), bare],
      ["of workers, encrypted", workers({ encrypted: "true" }), []],
      ["of workers, from a snapshot", workers({ snapshotId: "s-1" }), []],
    ],
  );
});

/** A machine without an address of its own, and an address of a basic accelerator for what is given. */
const accelerated =
  (
    rules: readonly WrittenRule[],
    to: (
      box: alicloud.ecs.Instance,
      own: Site,
    ) => Pick<alicloud.ga.BasicEndpointArgs, "endpointType" | "endpointAddress">,
    isMapped = true,
  ) =>
  () => {
    const own = site(...rules);
    const box = instanceIn(own, { internetMaxBandwidthOut: 0 });
    const accelerator = new ga.BasicAccelerator("accelerator", {});
    const acceleratorId = accelerator.id;
    const endpointGroupId = new ga.BasicEndpointGroup("endpoints", {
      acceleratorId,
      endpointGroupRegion: "cn-beijing",
    }).id;
    const set = new ga.BasicIpSet("set", { acceleratorId, accelerateRegionId: "cn-hangzhou" });
    const accelerateIpId = new ga.BasicAccelerateIp("address", { acceleratorId, ipSetId: set.id }).id;
    const endpoint = new ga.BasicEndpoint("endpoint", { acceleratorId, endpointGroupId, ...to(box, own) });
    if (!isMapped) return;
    new ga.BasicAccelerateIpEndpointRelation("mapping", {
      acceleratorId,
      accelerateIpId,
      endpointId: endpoint.endpointId,
    });
  };
const toMachine = ({ id }: alicloud.ecs.Instance) => ({ endpointType: "ECS", endpointAddress: id });
const toCard = ({ id }: alicloud.ecs.Instance, { vswitch, group }: Site) => {
  const card = new ecs.EcsNetworkInterface("card", { vswitchId: vswitch.id, securityGroupIds: [group.id] });
  new ecs.EcsNetworkInterfaceAttachment("attachment", { instanceId: id, networkInterfaceId: card.id });
  return { endpointType: "ENI", endpointAddress: card.id };
};

describe("a basic accelerator of Alibaba Cloud, through which every packet comes", () => {
  const open = [accept("22/22")];
  holds(
    [noInternetPath],
    [
      ["to a machine", accelerated(open, toMachine), ["no-internet-path-to-private-instance: box"]],
      ["to an interface", accelerated(open, toCard), ["no-internet-path-to-private-instance: card"]],
      ["to one that lets nobody in", accelerated([INSIDE], toMachine), []],
      ["to nothing, without an address mapped to it", accelerated(open, toMachine, false), []],
    ],
  );
});

describe("container groups of Alibaba Cloud that take an Elastic IP", () => {
  const { eci } = alicloud;
  const on = (...rules: readonly WrittenRule[]) => {
    const { vswitch, group } = site(...rules);
    const address = new ecs.EipAddress("address", {});
    return { vswitchId: vswitch.id, securityGroupId: group.id, eipInstanceId: address.id };
  };
  const containers = (...rules: readonly WrittenRule[]) =>
    new eci.ContainerGroup("it", {
      ...on(...rules),
      containerGroupName: "it",
      containers: [{ image: "nginx", name: "nginx" }],
    });
  const path = ["no-internet-path-to-private-instance: it"];
  holdsInEveryForm(
    [noInternetPath],
    [
      ["have it", () => void containers(accept("22/22")), path],
      ["on groups that let nobody in", () => void containers(INSIDE), []],
      [
        "as nodes do",
        () => void new eci.VirtualNode("it", { ...on(accept("22/22")), kubeConfig: "x" }),
        path,
      ],
    ],
  );
});

describe("user data of Windows and of Linux on Alibaba Cloud", () => {
  const both = (one: string, other: string) => () => {
    const own = site();
    for (const [name, userData] of Object.entries({ one, other })) instanceIn(own, { userData }, name);
  };
  const base64 = (script: string) => Buffer.from(script).toString("base64");
  const shared = ["no-security-group-shared-across-applications: web"];
  holdsInEveryForm(
    [noSecurityGroupSharedAcrossApplications],
    [
      ["PowerShell", both("[powershell]\nwrite-host", "#!/bin/sh\n"), shared],
      ["a batch", both(base64("[bat]\necho"), base64("#!/bin/sh\n")), shared],
      ["the same of both", both("[bat]\necho", base64("[powershell]\nwrite-host")), []],
    ],
  );
});

describe("an anycast address of Alibaba Cloud", () => {
  const anycast = (isAttached: boolean) => () => {
    const address = new eipanycast.AnycastEipAddress("it", { serviceLocation: "international" });
    if (!isAttached) return;
    new eipanycast.AnycastEipAddressAttachment("attachment", {
      anycastId: address.id,
      bindInstanceId: "lb-bp1elsewhere00000001",
      bindInstanceRegionId: "cn-hongkong",
      bindInstanceType: "SlbInstance",
    });
  };
  holdsInEveryForm(
    [noUnattachedElasticIp],
    [
      ["on nothing", anycast(false), ["no-unattached-elastic-ip: it"]],
      ["on a balancer", anycast(true), []],
    ],
  );
});
