/** What a policy of one's own is written with: the network's nouns and questions, values that may be unknown, and the algebra of packets. */
export { AddressSet, type Family, PRIVATE_ADDRESSES, PUBLIC_ADDRESSES } from "../algebra/addresses";
export { Peers } from "../algebra/peers";
export { ALL_PORTS, hasEveryPort, type PortSet, portRange, ports, portsText } from "../algebra/ports";
export {
  ALL_PROTOCOLS,
  ICMP,
  ICMPV6,
  type ProtocolSet,
  parseProtocol,
  protocol,
  protocolName,
  TCP,
  UDP,
} from "../algebra/protocols";
export { isSubset, type SetLike, unionAll } from "../algebra/set";
export { Traffic } from "../algebra/traffic";
export type { Interface } from "../network/attachments/interface";
export type { Member } from "../network/attachments/member";
export type { Direction, Problem } from "../network/filters/entry";
export type { PrefixList } from "../network/groups/prefix-list";
export { type Rule, ruleTitle, type Source, sourceText } from "../network/groups/rule";
export { admitted, rulesOf, type SecurityGroup } from "../network/groups/security-group";
export type { Grantee } from "../network/identity/grantee";
export type { Instance } from "../network/machines/instance";
export type { Placement } from "../network/machines/placement";
export { environmentOf } from "../network/names/environment";
export { DEFAULT_EXPOSURE, type ExposureWords, isDeclaredPublic } from "../network/names/exposure";
export type { Tag, Tags } from "../network/names/tags";
export { DEFAULT_VOCABULARY, type Vocabulary } from "../network/names/vocabulary";
export type { Network } from "../network/network";
export { type Openness, openToInternet } from "../network/paths/internet";
export { examplePacket, type Packet, packetText } from "../network/paths/packet";
export type { NetworkAcl } from "../network/routing/network-acl";
export type { Route, RouteTable } from "../network/routing/route-table";
export type { DeclaredSubnet, Subnet } from "../network/routing/subnet";
export type { Vpc } from "../network/routing/vpc";
export type { Database, SubnetGroup } from "../network/services/database";
export type { Endpoint } from "../network/services/endpoint";
export type { LoadBalancer } from "../network/services/load-balancer";
export type { Resource } from "../stack/resource";
export { assign, assignAll, pathText, type Setting } from "../stack/setting";
export { type Answer, UNKNOWN, type Unknown } from "../stack/value";
