import { readUrn } from "../stack/urn";
import type { ReportedFinding } from "./finding";
import { visibleName } from "./visible";

/** What is wrong with a resource, without the steps that the message may end with. */
export function messageOf({ message, description, remediationSteps = "" }: ReportedFinding): string {
  const isLast = remediationSteps !== "" && message.endsWith(remediationSteps);
  return (isLast ? message.slice(0, -remediationSteps.length) : message).trimEnd() || description;
}

/** `urn:pulumi:dev::app::my:Group$aws:ec2/instance:Instance::web` → `Instance web`. */
export function shortName(urn: string): string {
  const { type, name } = readUrn(urn);
  return visibleName([lastOf(type, ":"), name].filter(Boolean).join(" ") || urn);
}

const lastOf = (text: string, separator: string) => text.slice(text.lastIndexOf(separator) + 1);
