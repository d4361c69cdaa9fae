import * as aws from "@pulumi/aws";
import requireImdsv2 from "../../policies/instances/require-imdsv2";
import noPathToInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import noCrossEnvironment from "../../policies/security-groups/no-cross-environment-access";
import { group, type Site, site, subnet, tcp, web } from "./sites";
import { holds } from "./speakers";

const WORLD = "0.0.0.0/0";
const ROLE = "arn:aws:iam::123456789012:role/some";
const reached = (name: string) => `no-internet-path-to-private-instance: ${name}`;
const on = (make: (at: Site) => unknown) => () => {
  make(site());
};
const open = (at: Site, name = "open") => group(at, [tcp(22, WORLD)], name).id;
const giving = { mapPublicIpOnLaunch: true };
const lawn = (at: Site, name = "lawn") => web(at, giving, name).id;
const cellar = (at: Site, name = "cellar") => subnet(at, { cidrBlock: "10.0.77.0/24" }, name).id;
const host = (args: object, name = "host") =>
  new aws.ec2.Instance(name, { ami: "ami-1", instanceType: "t3.micro", ...args } as never);

describe("places and environments, adversarially", () => {
  describe("places", () => {
    const defaults = (region: string, more: object = {}) =>
      on((at) => {
        new aws.ec2.InstanceMetadataDefaults("defaults", { httpTokens: "required", region } as never);
        host({ subnetId: cellar(at), region: "us-east-1", ...more });
      });
    const said = ["require-imdsv2: host"];
    holds(
      [requireImdsv2],
      [
        ["metadata's defaults of the region", defaults("us-east-1"), []],
        ["metadata's defaults of another region", defaults("eu-west-1"), said],
        [
          "metadata's defaults, overruled",
          defaults("us-east-1", { metadataOptions: { httpTokens: "optional" } }),
          said,
        ],
      ],
    );
    const nodes = (region: string) =>
      on((at) => {
        const sg = open(at);
        new aws.ec2.LaunchTemplate("wide", { name: "wide", vpcSecurityGroupIds: [sg], region } as never);
        new aws.eks.NodeGroup("nodes", {
          clusterName: "c",
          nodeRoleArn: ROLE,
          subnetIds: [lawn(at)],
          scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
          launchTemplate: { name: "wide", version: "1" },
          region: "us-east-1",
        } as never);
      });
    holds(
      [noPathToInstance],
      [
        ["a template of that name in the nodes' region", nodes("us-east-1"), [reached("nodes")]],
        ["a template of that name in another region", nodes("eu-west-1"), []],
      ],
    );
  });

  describe("environments", () => {
    const shared = (make: (at: Site, sg: aws.ec2.SecurityGroup) => unknown) =>
      on((at) => make(at, group(at, [], "sg")));
    const nic = (at: Site, sg: aws.ec2.SecurityGroup, tags?: object) =>
      new aws.ec2.NetworkInterface("nic", {
        subnetId: cellar(at, "side"),
        securityGroups: [sg.id],
        ...(tags && { tags }),
      } as never);
    const two = (at: Site, sg: aws.ec2.SecurityGroup, first: string, second: string, tags?: object) => {
      const place = cellar(at);
      const one = host(
        { subnetId: place, vpcSecurityGroupIds: [group(at, [], "own").id], tags: { Environment: first } },
        "one",
      );
      host({ subnetId: place, vpcSecurityGroupIds: [sg.id], tags: { Environment: second } }, "two");
      new aws.ec2.NetworkInterfaceAttachment("tie", {
        instanceId: one.id,
        networkInterfaceId: nic(at, sg, tags).id,
        deviceIndex: 1,
      });
    };
    const said = ["no-cross-environment-access: two"];
    holds(
      [noCrossEnvironment],
      [
        ["an interface that belongs to its machine", shared((at, sg) => two(at, sg, "dev", "prod")), said],
        [
          "an interface that belongs to a machine of the same",
          shared((at, sg) => two(at, sg, "prod", "prod")),
          [],
        ],
      ],
    );
  });
});
