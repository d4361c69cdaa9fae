import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import noDefaultVpcUse from "../../policies/instances/no-default-vpc-use";
import noAddressPath from "../../policies/instances/no-public-address-path-to-private-instance";
import noPublicIp from "../../policies/instances/no-public-ip-on-private-instance";
import requireSsmEndpoints from "../../policies/private-access/require-ssm-endpoints";
import noPathToInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import { later } from "../harness/phases";
import { holdsInEveryForm, holdsOnceKnown } from "./forms";
import { group, type Site, site, subnet, tcp, web } from "./sites";

const WORLD = "0.0.0.0/0";
const ROLE = "arn:aws:iam::123456789012:role/some";
const on = (make: (at: Site) => unknown) => () => void make(site());

describe("desktops and functions' machines", () => {
  type Place = { readonly subnet: pulumi.Input<string>; readonly sg: pulumi.Input<string> };
  const builder = (place: Place | undefined, enableDefaultInternetAccess: boolean) =>
    new aws.appstream.ImageBuilder("desk", {
      instanceType: "stream.standard.medium",
      imageName: "AppStream-WinServer2022",
      enableDefaultInternetAccess,
      ...(place && { vpcConfig: { subnetIds: [place.subnet], securityGroupIds: [place.sg] } }),
    });
  const directory = (enableInternetAccess: boolean, more: object = {}) =>
    new aws.workspaces.Directory("desk", {
      directoryId: "d-0123456789",
      workspaceCreationProperties: { enableInternetAccess },
      ...more,
    });
  const functions = (at: Site, subnetId: pulumi.Input<string>) =>
    new aws.lambda.CapacityProvider("desk", {
      vpcConfig: { subnetIds: [subnetId], securityGroupIds: [group(at, [tcp(22, WORLD)]).id] },
      permissionsConfig: { capacityProviderOperatorRoleArn: ROLE },
    });
  const open = (at: Site): Place => ({ subnet: web(at).id, sg: group(at, [tcp(3389, WORLD)]).id });
  const asked = "no-public-ip-on-private-instance: desk";
  const reached = "no-internet-path-to-private-instance: desk";
  holdsInEveryForm(
    [noPublicIp, noAddressPath, noPathToInstance, noDefaultVpcUse],
    [
      ["an image builder on the internet, open", on((at) => builder(open(at), true)), [asked, reached]],
      ["an image builder without an address", on((at) => builder(open(at), false)), []],
      [
        "an image builder in a cellar",
        on((at) => builder({ ...open(at), subnet: subnet(at, {}, "cellar").id }, true)),
        [asked],
      ],
      ["an image builder in no VPC of one's own", () => builder(undefined, false), []],
      ["WorkSpaces with addresses", () => directory(true), [asked]],
      ["WorkSpaces without", () => directory(false), []],
      ["WorkSpaces declared public", () => directory(true, { tags: { Exposure: "public" } }), []],
      [
        "the machines of functions, in a subnet that gives addresses",
        on((at) => functions(at, web(at, { mapPublicIpOnLaunch: true }).id)),
        ["no-public-address-path-to-private-instance: desk", reached],
      ],
      ["the machines of functions, in one that gives none", on((at) => functions(at, web(at).id)), []],
    ],
  );
});

describe("a rule whose group is not known yet", () => {
  const CORE = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
  /** A machine, and endpoints whose group has no rule of its own. */
  const machine = (at: Site) => {
    const role = new aws.iam.Role("role", { assumeRolePolicy: "{}" });
    new aws.iam.RolePolicyAttachment("core", { role: role.name, policyArn: CORE });
    const place = subnet(at);
    new aws.ec2.Instance("host", {
      ami: "ami-1",
      instanceType: "t3.micro",
      subnetId: place.id,
      iamInstanceProfile: new aws.iam.InstanceProfile("profile", { role: role.name }).name,
      vpcSecurityGroupIds: [group(at, [], "out", { egress: [tcp(443, WORLD)] }).id],
    });
    const doors = group(at, [], "doors");
    for (const service of ["ssm", "ssmmessages"])
      new aws.ec2.VpcEndpoint(service, {
        vpcId: at.vpc.id,
        serviceName: `com.amazonaws.us-east-1.${service}`,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        securityGroupIds: [doors.id],
      });
    return doors;
  };
  const letIn = (securityGroupId: pulumi.Input<string>, port = 443) =>
    new aws.vpc.SecurityGroupIngressRule("in", {
      securityGroupId,
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      cidrIpv4: "10.0.0.0/16",
    });
  const beside = (at: Site, securityGroupId: pulumi.Input<string>, port?: number) => {
    machine(at);
    letIn(securityGroupId, port);
  };
  const found = ["require-ssm-endpoints: vpc"];
  const elsewhere = "sg-0123456789abcdef0";
  holdsInEveryForm(
    [requireSsmEndpoints],
    [
      ["and is the endpoints'", on((at) => letIn(machine(at).id)), []],
      ["and is another", on((at) => beside(at, elsewhere)), found],
      ["and may be the endpoints', for another port", on((at) => beside(at, later(elsewhere), 80)), found],
    ],
  );
  holdsOnceKnown(
    [requireSsmEndpoints],
    [["and may be the endpoints'", on((at) => beside(at, later(elsewhere))), found]],
  );
});
