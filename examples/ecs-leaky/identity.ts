import * as alicloud from "@pulumi/alicloud";

const deploy = new alicloud.ram.User("deploy", { name: "deploy" });
// no-long-term-access-key: deploy
new alicloud.ram.AccessKey("deploy", { userName: deploy.name });
// no-administrator-policy: deploy
// no-user-attached-policy: deploy
new alicloud.ram.UserPolicyAttachment("deploy", {
  userName: deploy.name,
  policyName: "AdministratorAccess",
  policyType: "System",
});

// require-kms-key-rotation: orders
new alicloud.kms.Key("orders", { description: "Orders", keySpec: "Aliyun_AES_256" });
