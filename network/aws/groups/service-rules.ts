import type { Resource } from "../../../stack/resource";
import type { Value } from "../../../stack/value";
import { elements, field, isObject, text, UNKNOWN } from "../../../stack/value";

/** A rule that a service makes of what a resource says, in the properties of a group's own rules. */
export interface ServiceRule {
  readonly path: string;
  /** The top-level property that it comes from. */
  readonly property: string;
  readonly get: (name: string) => Value;
}

const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const PUBLIC_PORTS = "aws:lightsail/instancePublicPorts:InstancePublicPorts";
const FLEET = "aws:gamelift/fleet:Fleet";

export const TYPES_WITH_RULES = [NODE_GROUP, PUBLIC_PORTS, FLEET] as const;

const EVERYWHERE = ["0.0.0.0/0"];

export function serviceRulesOf(resource: Resource): ServiceRule[] {
  switch (resource.type) {
    case NODE_GROUP:
      return remoteAccessOf(resource);
    case PUBLIC_PORTS:
      return listed(resource, "portInfos", publicPort);
    default:
      return listed(resource, "ec2InboundPermissions", (permission, name) =>
        name === "cidrBlocks" ? only(field(permission, "ipRange")) : field(permission, name),
      );
  }
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_RemoteAccessConfig.html */
function remoteAccessOf(resource: Resource): ServiceRule[] {
  const access = resource.getDeclared("remoteAccess");
  const key = field(access, "ec2SshKey");
  if (!isObject(access) || key === undefined || key === "") return [];
  const sources = field(access, "sourceSecurityGroupIds");
  const image = resource.getDeclared("amiType");
  const port = image === UNKNOWN ? UNKNOWN : String(text(image)).startsWith("WINDOWS") ? 3389 : 22;
  const fields: Readonly<Record<string, Value>> = {
    protocol: "tcp",
    fromPort: port,
    toPort: port,
    securityGroups: sources,
    cidrBlocks: sources === UNKNOWN ? UNKNOWN : elements(sources).length === 0 ? EVERYWHERE : undefined,
  };
  return [{ path: "remoteAccess", property: "remoteAccess", get: (name) => fields[name] }];
}

/** A port for which no source is named is open to everyone, as the console and API open it. */
function publicPort(info: Value, name: string): Value {
  const isOpen = ["cidrs", "ipv6Cidrs", "cidrListAliases"].every((one) => {
    const value = field(info, one);
    return value !== UNKNOWN && elements(value).length === 0;
  });
  if (name === "cidrBlocks") return isOpen ? EVERYWHERE : field(info, "cidrs");
  if (name === "ipv6CidrBlocks") return isOpen ? undefined : field(info, "ipv6Cidrs");
  return field(info, name);
}

function listed(
  resource: Resource,
  property: string,
  read: (entry: Value, name: string) => Value,
): ServiceRule[] {
  return elements(resource.getDeclared(property)).flatMap((entry, i) =>
    isObject(entry)
      ? [{ path: `${property}[${i}]`, property, get: (name: string) => read(entry, name) }]
      : [],
  );
}

function only(value: Value): Value {
  return value === undefined ? undefined : [value];
}
