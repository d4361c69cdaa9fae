import type { Resource } from "../../../stack/resource";
import { type Found, valuesAt } from "../../../stack/setting";
import { elements, field, flag, UNKNOWN, type Value } from "../../../stack/value";
import { MACHINE_TYPES, type Steps } from "../machines/machine-types";
import { IMAGE, VOLUME } from "../types";

/** Where the block devices of a type lie; those of machines and their templates stand with them. */
export const DEVICES: Readonly<Record<string, readonly Steps[]>> = {
  [VOLUME]: [[]],
  [IMAGE]: [["ebsBlockDevices"]],
  "aws:imagebuilder/imageRecipe:ImageRecipe": [["blockDeviceMappings", "ebs"]],
  "aws:imagebuilder/containerRecipe:ContainerRecipe": [
    ["instanceConfiguration", "blockDeviceMappings", "ebs"],
  ],
  "aws:ecs/service:Service": [["volumeConfiguration", "managedEbsVolume"]],
  ...Object.fromEntries(
    Object.entries(MACHINE_TYPES).flatMap(([type, { within = [], blockDevices }]) =>
      blockDevices === undefined || typeof within === "function"
        ? []
        : [[type, blockDevices.map((steps) => [...within, ...steps])]],
    ),
  ),
};

/** The block devices that a resource asks for; a volume is its own. */
export function devicesOf(resource: Resource): Found[] {
  const inputs = resource.declared ?? resource.settled;
  return (DEVICES[resource.type] ?? [])
    .flatMap((steps) => valuesAt(inputs, steps))
    .flatMap(each)
    .filter(({ value }) => value !== undefined && value !== null && flag(field(value, "noDevice")) !== true);
}

/** A list one by one. */
function each({ path, value }: Found): Found[] {
  if (!Array.isArray(value)) return [{ path, value }];
  return elements(value).map((element, i) => ({ path: [...path, i], value: element }));
}

/** What images of Linux and Windows name the device that a machine starts from. */
const ROOTS: readonly Value[] = ["/dev/xvda", "/dev/sda1"];

/** Whether the device of a resource is where a machine starts from, by where it stands or by the name that images give it. */
export function isRoot(device: Found, resource: Resource): boolean {
  return (
    device.path.includes("rootBlockDevice") ||
    device.path.includes("rootBlockDevices") ||
    ROOTS.includes(deviceName(device, resource))
  );
}

/** Whether it may be that, as far as its name is known. */
export function mayBeRoot(device: Found, resource: Resource): boolean {
  return isRoot(device, resource) || deviceName(device, resource) === UNKNOWN;
}

/** The name of a device, which may stand beside what is said of its volume. */
function deviceName({ path, value }: Found, resource: Resource): Value {
  const [property = "", i = 0, last] = path;
  if (last !== "ebs") return field(value, "deviceName");
  const mappings = field(resource.declared ?? resource.settled, String(property));
  return field(elements(mappings)[Number(i)], "deviceName");
}

/** Whether a device of a template is one that a machine asks for: of the same name, or the only one where it asks for its root. */
export function isSameDevice(device: Found, one: Found, template: Resource): boolean {
  const name = deviceName(one, template);
  const asked = field(device.value, "deviceName");
  return name === UNKNOWN || (asked === undefined ? ROOTS.includes(name) : name === asked);
}
