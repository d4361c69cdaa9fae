import { anyOf } from "../../../stack/answers";
import type { Resource } from "../../../stack/resource";
import type { Stack } from "../../../stack/stack";
import { type Answer, text, UNKNOWN } from "../../../stack/value";
import { sharesPlace } from "../places";

const SERVICE_SETTING = "aws:ssm/serviceSetting:ServiceSetting";
const DEFAULT_ROLE =
  /(^|:servicesetting|^arn:.*)\/ssm\/managed-instance\/default-ec2-instance-management-role$/;

/**
 * Whether Default Host Management manages the machines of a region whose own profile does not let Systems Manager do so.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-default-host-management-configuration.html
 */
export function readHostManagement(stack: Stack): (machine: Resource) => Answer {
  const settings = stack
    .ofType(SERVICE_SETTING)
    .flatMap((resource): { readonly resource: Resource; readonly isOn: Answer }[] => {
      const id = text(resource.get("settingId"));
      if (id !== UNKNOWN && !DEFAULT_ROLE.test(id ?? "")) return [];
      const role = text(resource.get("settingValue"));
      const isUnknown = id === UNKNOWN || role === UNKNOWN;
      const isOn: Answer = isUnknown ? UNKNOWN : role !== undefined && role !== "$None";
      return [{ resource, isOn }];
    });
  return (machine) => {
    const answers = settings.map(({ resource, isOn }): Answer => {
      const isHere = sharesPlace(resource, machine);
      if (isHere === true) return isOn;
      return isHere === UNKNOWN && isOn !== false ? UNKNOWN : false;
    });
    return anyOf(answers);
  };
}
