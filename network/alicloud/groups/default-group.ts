import { AddressSet } from "../../../algebra/addresses";
import { Peers } from "../../../algebra/peers";
import { ALL_PORTS, ports } from "../../../algebra/ports";
import { ICMP, protocol, TCP } from "../../../algebra/protocols";
import type { Resource } from "../../../stack/resource";
import type { Services } from "../../groups/rule";
import type { SecurityGroup } from "../../groups/security-group";
import { groupMadeOf } from "./made-groups";
import { EVERYONE, ownRule, PRIORITIES } from "./rules";

const OPEN: readonly (readonly [name: string, services: Services])[] = [
  ["tcp 22", { protocols: protocol(TCP), ports: ports([22]) }],
  ["tcp 3389", { protocols: protocol(TCP), ports: ports([3389]) }],
  ["icmp", { protocols: protocol(ICMP), ports: ALL_PORTS }],
];

/**
 * The group into which Alibaba Cloud puts what names none, made on demand.
 * https://www.alibabacloud.com/help/en/ecs/user-guide/default-security-groups
 */
export function defaultGroupFor(resource: Resource): SecurityGroup {
  return groupMadeOf({
    resource: undefined,
    key: `default group of ${resource.urn}`,
    title: "the group that Alibaba Cloud makes",
    rules: OPEN.map(([name, services]) =>
      ownRule(
        resource,
        `${name} from 0.0.0.0/0`,
        "ingress",
        PRIORITIES.highest,
        Peers.of(AddressSet.ipv4),
        [EVERYONE],
        services,
      ),
    ),
  });
}
