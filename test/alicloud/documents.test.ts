import * as alicloud from "@pulumi/alicloud";
import noAdministratorPolicy from "../../policies/identity/no-administrator-policy";
import noPublicDataSharing from "../../policies/identity/no-public-data-sharing";
import noUserAttachedPolicy from "../../policies/identity/no-user-attached-policy";
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

/** A trust policy of a role. */
const trusted =
  (Principal: object, more: object = {}) =>
  () => {
    new alicloud.ram.Role("files", {
      roleName: "files",
      assumeRolePolicyDocument: JSON.stringify({
        Version: "1",
        Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal, ...more }],
      }),
    });
  };

/** A function's address that answers HTTP. */
const answering =
  (config: object, triggerType = "http") =>
  () => {
    new alicloud.fc.V3Trigger("files", {
      functionName: "f",
      qualifier: "LATEST",
      triggerType,
      triggerConfig: JSON.stringify(config),
    });
  };

const object = (acl: string) => () =>
  void new alicloud.oss.BucketObject("files", { bucket: "b", key: "k", content: "c", acl });
const repository = (repoType: string) => () =>
  void new alicloud.cr.Repo("files", { namespace: "n", summary: "s", repoType });
const layer = (more: object) => () =>
  void new alicloud.fc.V3LayerVersion("files", {
    layerName: "l",
    compatibleRuntimes: ["python3.9"],
    ...more,
  });

const attachedTo = (principalType: string, policyName: string) => () =>
  void new alicloud.resourcemanager.PolicyAttachment("policy", {
    policyName,
    policyType: "System",
    principalName: "ops",
    principalType,
    resourceGroupId: "rg-x",
  });
const configured =
  (policy: Partial<alicloud.types.input.cloudsso.AccessConfigurationPermissionPolicy>) => () =>
    void new alicloud.cloudsso.AccessConfiguration("policy", {
      directoryId: "d-x",
      accessConfigurationName: "ops",
      permissionPolicies: [{ permissionPolicyName: "p", permissionPolicyType: "System", ...policy }],
    });
const everything = (Action: string) =>
  JSON.stringify({ Version: "1", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });

describe("permissions of Alibaba Cloud, by other ways than RAM's own", () => {
  const toUser = "no-user-attached-policy: policy";
  const inline = (action: string) =>
    configured({ permissionPolicyType: "Inline", permissionPolicyDocument: everything(action) });
  const defined = (action: string) => () =>
    void new alicloud.resourcemanager.Policy("policy", {
      policyName: "p",
      policyDocument: everything(action),
    });
  holdsInEveryForm(
    [noAdministratorPolicy, noUserAttachedPolicy],
    [
      ["a role in a resource group", attachedTo("ServiceRole", "AdministratorAccess"), [administrator]],
      ["a role in a resource group that reads", attachedTo("ServiceRole", "ReadOnlyAccess"), []],
      ["a user in a resource group", attachedTo("IMSUser", "ReadOnlyAccess"), [toUser]],
      ["a group in a resource group", attachedTo("IMSGroup", "ReadOnlyAccess"), []],
      ["CloudSSO", configured({ permissionPolicyName: "AdministratorAccess" }), [administrator]],
      ["CloudSSO that reads", configured({ permissionPolicyName: "ReadOnlyAccess" }), []],
      ["CloudSSO by a document", inline("*"), [administrator]],
      ["CloudSSO by a document of one service", inline("oss:*"), []],
      ["a policy of the resource directory", defined("*"), [administrator]],
      ["a policy of the resource directory for one service", defined("oss:*"), []],
    ],
  );
});

describe("what Alibaba Cloud shares with everyone", () => {
  holdsInEveryForm(
    [noPublicDataSharing],
    [
      ["an object", object("public-read"), [shared]],
      ["an object that has its bucket's list", object("default"), []],
      ["a repository", repository("PUBLIC"), [shared]],
      ["a repository of one's own", repository("PRIVATE"), []],
      ["a layer", layer({ acl: "1" }), [shared]],
      ["a layer of one's own", layer({ acl: "0" }), []],
      ["a layer, by the older word", layer({ public: "true" }), [shared]],
      ["a role", trusted({ RAM: ["*"] }), [shared]],
      [
        "a role, from a VPC",
        trusted({ RAM: ["*"] }, { Condition: { StringEquals: { "acs:SourceVpc": "vpc-x" } } }),
        [],
      ],
      [
        "a role of the resource directory",
        () =>
          void new alicloud.resourcemanager.Role("files", {
            roleName: "files",
            assumeRolePolicyDocument: JSON.stringify({
              Version: "1",
              Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { RAM: ["*"] } }],
            }),
          }),
        [shared],
      ],
      ["a role, with one account", trusted({ RAM: ["acs:ram::1234567890123456:root"] }), []],
      ["a role, with a service", trusted({ Service: ["ecs.aliyuncs.com"] }), []],
      [
        "a function that asks nobody who calls",
        answering({ authType: "anonymous", methods: ["GET"] }),
        [shared],
      ],
      ["a function that asks", answering({ authType: "function", methods: ["GET"] }), []],
      ["a function off the internet", answering({ authType: "anonymous", disableURLInternet: true }), []],
      ["a function that a clock calls", answering({ authType: "anonymous" }, "timer"), []],
    ],
  );
});

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
