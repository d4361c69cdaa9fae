import * as alicloud from "@pulumi/alicloud";
import noAdministratorPolicy from "../../policies/identity/no-administrator-policy";
import noPublicDataSharing from "../../policies/identity/no-public-data-sharing";
import { holdsInEveryForm } from "../adversarial/forms";

const shared = "no-public-data-sharing: files";
const administrator = "no-administrator-policy: policy";

/** A bucket policy that lets everyone read, on conditions. */
const everyone = (condition?: object) => () => {
  new alicloud.oss.BucketPolicy("files", {
    bucket: "files",
    policy: JSON.stringify({
      Version: "1",
      Statement: [
        {
          Effect: "Allow",
          Principal: ["*"],
          Action: ["oss:GetObject"],
          Resource: ["acs:oss:*:*:files/*"],
          ...(condition && { Condition: condition }),
        },
      ],
    }),
  });
};

/** A policy of RAM whose statements stand in the older property. */
const older = (effect: string, action: string, resource: string) => () => {
  new alicloud.ram.Policy("policy", {
    policyName: "p",
    statements: [{ effect, actions: [action], resources: [resource] }],
  });
};

describe("policy documents of Alibaba Cloud", () => {
  holdsInEveryForm(
    [noPublicDataSharing],
    [
      ["everyone", everyone(), [shared]],
      ["everyone from one VPC", everyone({ StringEquals: { "acs:SourceVpc": ["vpc-x"] } }), []],
      ["everyone from any VPC", everyone({ StringLike: { "acs:SourceVpc": ["vpc-*"] } }), [shared]],
      ["everyone from no VPC", everyone({ StringNotLike: { "acs:SourceVpc": ["vpc-*"] } }), [shared]],
      ["everyone from an office", everyone({ IpAddress: { "acs:SourceIp": ["198.51.100.0/24"] } }), []],
      ["everyone from everywhere", everyone({ IpAddress: { "acs:SourceIp": ["0.0.0.0/0"] } }), [shared]],
      ["everyone by TLS", everyone({ Bool: { "acs:SecureTransport": ["true"] } }), [shared]],
    ],
  );
  holdsInEveryForm(
    [noAdministratorPolicy],
    [
      ["everything, in older statements", older("Allow", "*", "*"), [administrator]],
      ["everything of one service, in older statements", older("Allow", "oss:*", "*"), []],
      ["everything denied, in older statements", older("Deny", "*", "*"), []],
    ],
  );
});
