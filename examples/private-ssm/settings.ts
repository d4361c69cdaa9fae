import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

/** Name the stack after its environment: dev, staging or prod. */
export const environment = pulumi.getStack();
export const application = "ledger";
export const region = config.get("region") ?? "ap-northeast-1";
export const auditBucket = config.get("auditBucket") ?? "example-organization-audit";

/** Every resource is given this provider, and so the tags by which policies and bills tell environments apart. */
export const options = {
  provider: new aws.Provider("tagged", {
    region: region as aws.Region,
    defaultTags: { tags: { Environment: environment, Application: application } },
  }),
};

/** What the AWS console shows, and with it what sets this one resource apart. */
export function named(name: string, more: Record<string, string> = {}): Record<string, string> {
  return { Name: `${application}-${environment}-${name}`, ...more };
}
