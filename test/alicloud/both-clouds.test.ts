import * as alicloud from "@pulumi/alicloud";
import * as aws from "@pulumi/aws";
import noPublicDataSharing from "../../policies/identity/no-public-data-sharing";
import noPublicSshRdp from "../../policies/security-groups/no-public-ssh-rdp";
import { holdsInEveryForm } from "../adversarial/forms";
import { accept, dropAll, inVpc } from "./group";

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
