import { AddressSet } from "../../../algebra/addresses";
import { Peers } from "../../../algebra/peers";
import { ports } from "../../../algebra/ports";
import { protocol, TCP } from "../../../algebra/protocols";
import type { Resource } from "../../../stack/resource";
import { readSwitch } from "../../../stack/setting";
import type { Rule } from "../../groups/rule";
import { EVERYONE, ownRule, PRIORITIES } from "./rules";

/** A cluster that has its masters itself. */
export const CLUSTER = "alicloud:cs/kubernetes:Kubernetes";

const SSH = { protocols: protocol(TCP), ports: ports([22]) };

/**
 * The port of SSH that the balancer before the masters has on the internet, where it is asked for, beside that of the API, without which there is none.
 * https://www.alibabacloud.com/help/en/doc-detail/167759.htm (ssh_flags)
 */
export function readClusterDoors(cluster: Resource): Rule[] {
  const isOnInternet = (readSwitch(cluster.getDeclared("slbInternetEnabled")) ?? true) === true;
  if (!isOnInternet || readSwitch(cluster.getDeclared("enableSsh")) !== true) return [];
  const peers = Peers.of(AddressSet.ipv4);
  return [ownRule(cluster, "enableSsh", "ingress", PRIORITIES.lowest, peers, [EVERYONE], SSH)];
}
