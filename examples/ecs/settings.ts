import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

/** Name the stack after its environment: dev, staging or prod. */
export const environment = pulumi.getStack();
export const application = "shop";
export const region = config.get("region") ?? "eu-central-1";
export const certificateId =
  config.get("certificateId") ?? "1234567890123456_17e1a0c3d2f_1234567890_1234567890";
export const auditBucket = config.get("auditBucket") ?? "example-organization-audit";

/** Every resource is given this provider. */
export const options = { provider: new alicloud.Provider("placed", { region }) };

/** A name as the console shows it, and as names here are told apart by environment. */
export function named(name: string): string {
  return `${application}-${environment}-${name}`;
}

/** The provider adds no tags by itself: each resource carries those that tell environments and applications apart. */
export function tagged(more: Record<string, string> = {}): Record<string, string> {
  return { Environment: environment, Application: application, ...more };
}
