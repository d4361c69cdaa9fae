import type { Resource } from "../../../stack/resource";
import { type Found, type Path, pathText } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import type { Value } from "../../../stack/value";
import { elements, field, flag, isGiven, isObject, text, UNKNOWN } from "../../../stack/value";
import { option } from "../machines/machine-types";

/** A rule that a service makes of what a resource says, in the properties of a group's own rules. */
export interface ServiceRule {
  readonly path: string;
  /** The top-level property that it comes from. */
  readonly property: string;
  readonly get: (name: string) => Value;
}

const EVERYWHERE = ["0.0.0.0/0"];

const LIGHTSAIL_INSTANCE = "aws:lightsail/instance:Instance";
const PUBLIC_PORTS = "aws:lightsail/instancePublicPorts:InstancePublicPorts";

const READERS: Readonly<Record<string, (resource: Resource) => ServiceRule[]>> = {
  "aws:eks/nodeGroup:NodeGroup": remoteAccessOf,
  [LIGHTSAIL_INSTANCE]: firstPortOf,
  [PUBLIC_PORTS]: (ports) => listed(ports, "portInfos", publicPort),
  "aws:gamelift/fleet:Fleet": (fleet) =>
    listed(fleet, "ec2InboundPermissions", (permission, name) =>
      name === "cidrBlocks" ? only(field(permission, "ipRange")) : field(permission, name),
    ),
  "aws:elasticbeanstalk/environment:Environment": shellAccessOf,
  "aws:elasticbeanstalk/configurationTemplate:ConfigurationTemplate": restrictionsOf,
};

export const TYPES_WITH_RULES = Object.keys(READERS);

export function serviceRulesOf(resource: Resource): ServiceRule[] {
  return READERS[resource.type]?.(resource) ?? [];
}

/** What a service opens until a resource of its own says otherwise, which closes all that it does not name. */
export const TYPES_OPEN_AT_FIRST: readonly string[] = [LIGHTSAIL_INSTANCE];

/** Whether another resource says, or may turn out to say, what is open in place of what the service opens at first. */
export function openingsSaid(stack: Stack): (resource: Resource) => boolean {
  const ports = stack.about([PUBLIC_PORTS], "instanceName", [LIGHTSAIL_INSTANCE], ["name", "id"]);
  return (resource) => {
    if (resource.type !== LIGHTSAIL_INSTANCE) return false;
    const { certain, possible } = ports(resource);
    return certain.length + possible.length > 0;
  };
}

/** The port by which people come to a new instance of Lightsail: https://docs.aws.amazon.com/lightsail/latest/userguide/understanding-firewall-and-port-mappings-in-amazon-lightsail.html */
function firstPortOf(instance: Resource): ServiceRule[] {
  const blueprint = text(instance.getDeclared("blueprintId"));
  const port = blueprint === UNKNOWN ? UNKNOWN : blueprint?.startsWith("windows") ? 3389 : 22;
  const isIpv6 = instance.getDeclared("ipAddressType") === "ipv6";
  const sources = isIpv6 ? { ipv6CidrBlocks: ["::/0"] } : { cidrBlocks: EVERYWHERE };
  return [
    { ...ruleOf(["blueprintId"], { protocol: "tcp", fromPort: port, toPort: port, ...sources }), path: "" },
  ];
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_RemoteAccessConfig.html */
function remoteAccessOf(resource: Resource): ServiceRule[] {
  const access = resource.getDeclared("remoteAccess");
  const key = field(access, "ec2SshKey");
  if (!isObject(access) || !isGiven(key)) return [];
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
  return [ruleOf(["remoteAccess"], fields)];
}

const MACHINES = "aws:autoscaling:launchconfiguration";

/**
 * The group that Elastic Beanstalk makes for its machines lets SSH in: as its option says, else from everywhere to those that have a key.
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.managing.ec2.instances.sg.html
 */
function shellAccessOf(environment: Resource): ServiceRule[] {
  const said = restrictionsOf(environment);
  const [key] = optionsOf(environment, "EC2KeyName");
  const isLeft = key !== undefined && typeof key.value === "string" && key.value !== "";
  if (said.length > 0 || !isLeft || mayBeSaidElsewhere(environment)) return said;
  return [ruleOf(key.path, { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: EVERYWHERE })];
}

/** Whether a saved configuration, or a setting that is not known yet, may restrict what the group lets in, or leave the group out. */
function mayBeSaidElsewhere(environment: Resource): boolean {
  return (
    environment.getDeclared("templateName") !== undefined ||
    optionsOf(environment, "SSHSourceRestriction").length > 0 ||
    optionsOf(environment, "DisableDefaultEC2SecurityGroup").some(({ value }) => flag(value) !== false)
  );
}

/** Each of the form `protocol, fromPort, toPort, source`. */
function restrictionsOf(environment: Resource): ServiceRule[] {
  return optionsOf(environment, "SSHSourceRestriction").flatMap(({ path, value }) => {
    const parts = typeof value === "string" ? value.split(",").map((part) => part.trim()) : [];
    const [protocol, fromPort, toPort, source] = parts;
    if (source === undefined || parts.length > 4) return [];
    const isGroup = /(^|\/)sg-/.test(source);
    return [
      ruleOf(path, { protocol, fromPort, toPort, [isGroup ? "securityGroups" : "cidrBlocks"]: [source] }),
    ];
  });
}

function optionsOf(environment: Resource, name: string): Found[] {
  return [...option(MACHINES, name)({ settings: environment.getDeclared("settings") }, [])];
}

function ruleOf(path: Path, fields: Readonly<Record<string, Value>>): ServiceRule {
  return { path: pathText(path), property: String(path[0]), get: (name) => fields[name] };
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
