import * as alicloud from "@pulumi/alicloud";
import * as aws from "@pulumi/aws";
import requireCloudtrail from "../../policies/audit/require-cloudtrail";
import noPublicDataSharing from "../../policies/identity/no-public-data-sharing";
import noRoleSharedAcrossExposure from "../../policies/instances/no-role-shared-across-exposure";
import requireLoadBalancer from "../../policies/instances/require-load-balancer-for-public-instances";
import noPublicSshRdp from "../../policies/security-groups/no-public-ssh-rdp";
import { holdsInEveryForm } from "../adversarial/forms";
import { holds } from "../adversarial/speakers";
import { later } from "../harness/phases";
import { accept, dropAll, inVpc } from "./group";
import { instanceIn, MACHINE, site } from "./site";

const open = () =>
  new aws.ec2.SecurityGroup("a", {
    ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }],
  });

describe("a stack that holds both clouds", () => {
  holdsInEveryForm(
    [noPublicSshRdp],
    [
      [
        "is judged whole",
        () => {
          open();
          inVpc({}, accept("22/22"));
        },
        ["no-public-ssh-rdp: a", "no-public-ssh-rdp: rule"],
      ],
      [
        "where one's drops mend nothing of the other",
        () => {
          open();
          inVpc({}, accept("22/22"), dropAll());
        },
        ["no-public-ssh-rdp: a"],
      ],
    ],
  );
});

const PUBLIC = { Exposure: "public", App: "shop" };
const found = "require-cloudtrail: trail";

/** What one provider is of, by its account or region. */
const by = (name: string, args: alicloud.ProviderArgs) => ({ provider: new alicloud.Provider(name, args) });

const regional = (options = {}) =>
  new alicloud.actiontrail.Trail("trail", { trailRegion: "cn-beijing" }, options);

const whole = { isMultiRegionTrail: true, enableLogFileValidation: true, s3BucketName: "b" };

const ofRole = (name: string, tags: Record<string, string>, options = {}) =>
  new alicloud.ecs.Instance(name, { ...MACHINE, vswitchId: "vsw-x", roleName: "web", tags }, options);

describe("places of two clouds, and of one", () => {
  holds(
    [requireCloudtrail],
    [
      ["a trail of AWS covers none", () => void [new aws.cloudtrail.Trail("a", whole), regional()], [found]],
      [
        "nor does one of an organization",
        () => void [new aws.cloudtrail.Trail("a", { ...whole, isOrganizationTrail: true }), regional()],
        [found],
      ],
      [
        "a whole trail of another region of the account",
        () => {
          new alicloud.actiontrail.Trail("other", {}, by("a", { accountId: "1", region: "cn-hangzhou" }));
          regional(by("b", { accountId: "1", region: "cn-beijing" }));
        },
        [],
      ],
      [
        "a whole trail of another account",
        () => {
          new alicloud.actiontrail.Trail("other", {}, by("a", { accountId: "1" }));
          regional(by("b", { accountId: "2" }));
        },
        [found],
      ],
    ],
  );

  holds(
    [noPublicSshRdp],
    [
      [
        "a drop of another region of which nobody knows the group yet",
        () => {
          const rule = { type: "ingress", ipProtocol: "tcp" };
          const at = by("a", { region: "cn-hangzhou" });
          const { id } = new alicloud.ecs.SecurityGroup("web", { vpcId: "vpc-x" }, at);
          new alicloud.ecs.SecurityGroupRule(
            "rule",
            { ...rule, ...accept("22/22"), securityGroupId: id },
            at,
          );
          const drop = { ...rule, ...dropAll(), securityGroupId: later("sg-bp1elsewhere000000001") };
          new alicloud.ecs.SecurityGroupRule("drop", drop, by("b", { region: "cn-beijing" }));
        },
        ["no-public-ssh-rdp: rule"],
      ],
    ],
  );

  holds(
    [noRoleSharedAcrossExposure],
    [
      [
        "roles of one name in two clouds",
        () => {
          ofRole("a", PUBLIC);
          new aws.ec2.Instance("b", { ami: "ami-x", instanceType: "t3.micro", iamInstanceProfile: "web" });
        },
        [],
      ],
      [
        "in two accounts",
        () =>
          void [
            ofRole("a", PUBLIC, by("p", { accountId: "1" })),
            ofRole("b", {}, by("q", { accountId: "2" })),
          ],
        [],
      ],
      [
        "in one account",
        () =>
          void [
            ofRole("a", PUBLIC, by("p", { accountId: "1" })),
            ofRole("b", {}, by("q", { accountId: "1" })),
          ],
        ["no-role-shared-across-exposure: b"],
      ],
    ],
  );

  holds(
    [requireLoadBalancer],
    [
      [
        "one public machine of an application in each cloud",
        () => {
          instanceIn(site(), { tags: PUBLIC }, "a");
          new aws.ec2.Instance("b", { ami: "ami-x", instanceType: "t3.micro", tags: PUBLIC });
        },
        [],
      ],
      [
        "two in one",
        () => {
          const own = site();
          for (const name of ["a", "b"]) instanceIn(own, { tags: PUBLIC }, name);
        },
        ["require-load-balancer-for-public-instances: a"],
      ],
    ],
  );
});

const policy = (principal: string, condition?: object) =>
  JSON.stringify({
    Version: "1",
    Statement: [
      {
        Effect: "Allow",
        Action: ["oss:GetObject"],
        Principal: [principal],
        Resource: ["acs:oss:*:*:files/*"],
        ...(condition && { Condition: condition }),
      },
    ],
  });

const shared = "no-public-data-sharing: files";

describe("what OSS shares with everyone", () => {
  holdsInEveryForm(
    [noPublicDataSharing],
    [
      [
        "an access list for reading",
        () => void new alicloud.oss.BucketAcl("files", { bucket: "b", acl: "public-read" }),
        [shared],
      ],
      [
        "an access list for writing",
        () => void new alicloud.oss.BucketAcl("files", { bucket: "b", acl: "public-read-write" }),
        [shared],
      ],
      ["a private one", () => void new alicloud.oss.BucketAcl("files", { bucket: "b", acl: "private" }), []],
      [
        "a policy for everyone",
        () => void new alicloud.oss.BucketPolicy("files", { bucket: "b", policy: policy("*") }),
        [shared],
      ],
      [
        "a policy for one account",
        () =>
          void new alicloud.oss.BucketPolicy("files", { bucket: "b", policy: policy("1609982529920000") }),
        [],
      ],
    ],
  );
});
