import type { Properties } from "./cloud";

/** What exists in the cloud: the inputs of each resource by its id. */
export interface Account {
  put(id: string, token: string, inputs: Properties): void;
  remove(id: string): void;
  /** What AWS answers when a resource is read: a group's rules are all of them, whichever resource made them. */
  observed(id: string, state: Properties): Properties;
  /**
   * The inputs with what the account decides for them: an instance gets a public address if its subnet hands them out.
   */
  decided(token: string, inputs: Properties): Properties;
}

interface Entry {
  readonly token: string;
  readonly inputs: Properties;
}

const DEFAULT_SUBNET = { mapPublicIpOnLaunch: true };

/** An address for documentation, RFC 5737. */
const PUBLIC_ADDRESS = "203.0.113.10";

export function emptyAccount(): Account {
  const entries = new Map<string, Entry>();
  return {
    put: (id, token, inputs) => entries.set(id, { token, inputs }),
    remove: (id) => entries.delete(id),
    observed: (id, state) => {
      const group = entries.get(id);
      if (group?.token !== "aws:ec2/securityGroup:SecurityGroup") return state;
      const rules = (direction: Direction) => [
        ...((group.inputs[direction] as Properties[] | undefined) ?? []),
        ...[...entries.values()].flatMap((resource) => standaloneRule(resource, id, direction)),
      ];
      return { ...state, ingress: rules("ingress"), egress: rules("egress") };
    },
    decided: (token, inputs) => {
      if (token === "aws:ec2/eip:Eip") return { ...inputs, publicIp: PUBLIC_ADDRESS };
      if (token !== "aws:ec2/instance:Instance" || inputs.associatePublicIpAddress !== undefined)
        return inputs;
      // The subnets of the default VPC hand out addresses.
      const subnet =
        inputs.subnetId === undefined ? DEFAULT_SUBNET : entries.get(String(inputs.subnetId))?.inputs;
      const isPublic = subnet?.mapPublicIpOnLaunch === true;
      return { ...inputs, associatePublicIpAddress: isPublic, ...(isPublic && { publicIp: PUBLIC_ADDRESS }) };
    },
  };
}

type Direction = "ingress" | "egress";

/** The rule in the form of a group's own rules, if this is a rule of that group and direction. */
function standaloneRule({ token, inputs }: Entry, group: string, direction: Direction): Properties[] {
  if (inputs.securityGroupId !== group) return [];
  if (token === "aws:ec2/securityGroupRule:SecurityGroupRule" && inputs.type === direction) {
    const { type, securityGroupId, sourceSecurityGroupId, ...rule } = inputs;
    return [
      {
        ...rule,
        ...(sourceSecurityGroupId === undefined ? {} : { securityGroups: [sourceSecurityGroupId] }),
      },
    ];
  }
  if (token.toLowerCase() === `aws:vpc/securitygroup${direction}rule:securitygroup${direction}rule`) {
    const {
      ipProtocol,
      fromPort = 0,
      toPort = 0,
      cidrIpv4,
      cidrIpv6,
      prefixListId,
      referencedSecurityGroupId,
    } = inputs;
    const one = (name: string, value: unknown) => (value === undefined ? {} : { [name]: [value] });
    return [
      {
        protocol: ipProtocol,
        fromPort,
        toPort,
        ...one("cidrBlocks", cidrIpv4),
        ...one("ipv6CidrBlocks", cidrIpv6),
        ...one("prefixListIds", prefixListId),
        ...one("securityGroups", referencedSecurityGroupId),
      },
    ];
  }
  return [];
}
