import * as aws from "@pulumi/aws";
import requireEbsEncryption from "../../policies/data/require-ebs-encryption";
import noDefaultVpcUse from "../../policies/instances/no-default-vpc-use";
import { later } from "../harness/phases";
import { holds } from "./speakers";

/** A program that is written with what is known later, which only a program that runs can make. */
const written = (write: () => object) => () => void write();

/** An element that is not known yet hides nothing in those beside it. */
describe("elements beside one that is not known yet, adversarially", () => {
  holds(
    [requireEbsEncryption, noDefaultVpcUse],
    [
      [
        "a template's disk in the clear",
        written(
          () =>
            new aws.ec2.LaunchTemplate("it", {
              blockDeviceMappings: [
                { deviceName: "/dev/sdb", ebs: { volumeSize: 8 } },
                later({ deviceName: "/dev/sdc", ebs: { encrypted: "true" } }),
              ],
            }),
        ),
        ["require-ebs-encryption: it"],
      ],
      [
        "a template's encrypted disk",
        written(
          () =>
            new aws.ec2.LaunchTemplate("it", {
              blockDeviceMappings: [
                { deviceName: "/dev/sdb", ebs: { encrypted: "true" } },
                later({ deviceName: "/dev/sdc", ebs: { encrypted: "true" } }),
              ],
            }),
        ),
        [],
      ],
      [
        "a fleet's machine without a subnet",
        written(
          () =>
            new aws.ec2.SpotFleetRequest("it", {
              iamFleetRole: "arn:aws:iam::123456789012:role/fleet",
              targetCapacity: 1,
              launchSpecifications: [
                { ami: "ami-0123456789abcdef0", instanceType: "t3.micro" },
                later({
                  ami: "ami-0123456789abcdef0",
                  instanceType: "t3.micro",
                  subnetId: "subnet-0123456789abcdef0",
                }),
              ],
            }),
        ),
        ["no-default-vpc-use: it"],
      ],
    ],
  );
});
