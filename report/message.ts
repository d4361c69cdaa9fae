import type { ReportedFinding } from "./finding";
import { visible } from "./visible";

/** What is wrong with a resource, without the steps that the message may end with. */
export function messageOf({ message, description, remediationSteps = "" }: ReportedFinding): string {
  const isLast = remediationSteps !== "" && message.endsWith(remediationSteps);
  return (isLast ? message.slice(0, -remediationSteps.length) : message).trimEnd() || description;
}

/** `urn:pulumi:dev::app::my:Group$aws:ec2/instance:Instance::web` → `Instance web`. */
export function shortName(urn: string): string {
  const [, , types = "", ...name] = urn.split("::");
  const type = types.split("$").at(-1)?.split(":").at(-1) ?? "";
  return visible([type, name.join("::")].filter(Boolean).join(" ") || urn).replace(/\n/g, " ");
}
