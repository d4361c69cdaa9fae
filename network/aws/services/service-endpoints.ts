import { AddressSet } from "../../../algebra/addresses";
import { unionAll } from "../../../algebra/set";
import { push } from "../../../stack/multimap";
import type { Resource } from "../../../stack/resource";
import { type Read, readSwitch, type Setting, settingAt, settingsAt, valueAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { type Answer, elements, isGiven, text } from "../../../stack/value";
import { readDocument } from "../../identity/documents";
import { type StatementByAddress, statementsByAddress } from "../../identity/everyone";
import { resourcesBehind } from "../../references";
import type { ServiceEndpoint } from "../../services/service-endpoint";
import { settingOf } from "../defaults/provider-default";

interface Row {
  readonly kind: ServiceEndpoint["kind"];
  readonly path: readonly string[];
  /** The word that opens it, in capitals, where it is no switch. */
  readonly open?: string;
  /** Where the blocks stand that it is open to. */
  readonly blocks?: readonly string[];
}

const DATABASE: Row = { kind: "database", path: ["publiclyAccessible"] };
const SERVICE: Row = { kind: "service", path: ["publiclyAccessible"] };

/** Every type of @pulumi/aws with such a property but DocumentDB, where AWS always answers false. Web services, such as App Runner's, are there to be public. */
const ROWS: Readonly<Record<string, Row>> = {
  "aws:rds/instance:Instance": DATABASE,
  "aws:rds/clusterInstance:ClusterInstance": DATABASE,
  "aws:rds/shardGroup:ShardGroup": DATABASE,
  "aws:neptune/clusterInstance:ClusterInstance": DATABASE,
  "aws:neptunegraph/graph:Graph": { kind: "database", path: ["publicConnectivity"] },
  "aws:redshift/cluster:Cluster": DATABASE,
  "aws:redshiftserverless/workgroup:Workgroup": DATABASE,
  "aws:dms/replicationInstance:ReplicationInstance": DATABASE,
  "aws:dms/instanceProfile:InstanceProfile": DATABASE,
  "aws:lightsail/database:Database": DATABASE,
  "aws:timestreaminfluxdb/dbInstance:DbInstance": DATABASE,
  "aws:timestreaminfluxdb/dbCluster:DbCluster": DATABASE,
  "aws:eks/cluster:Cluster": {
    kind: "service",
    path: ["vpcConfig", "endpointPublicAccess"],
    blocks: ["vpcConfig", "publicAccessCidrs"],
  },
  "aws:m2/environment:Environment": SERVICE,
  "aws:mq/broker:Broker": SERVICE,
  "aws:msk/cluster:Cluster": {
    kind: "service",
    path: ["brokerNodeGroupInfo", "connectivityInfo", "publicAccess", "type"],
    open: "SERVICE_PROVIDED_EIPS",
  },
  "aws:mwaa/environment:Environment": { kind: "service", path: ["webserverAccessMode"], open: "PUBLIC_ONLY" },
  "aws:transfer/server:Server": { kind: "service", path: ["endpointType"], open: "PUBLIC" },
};

const DOMAINS = ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"];
const DOMAIN_POLICIES = [
  "aws:opensearch/domainPolicy:DomainPolicy",
  "aws:elasticsearch/domainPolicy:DomainPolicy",
];

/** Network policies of OpenSearch Serverless, each for as many collections as it names. */
const COLLECTION_POLICY = "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy";

/** From whom inputs of MediaLive on the internet take what is pushed to them. */
const INPUT_GROUP = "aws:medialive/inputSecurityGroup:InputSecurityGroup";

/** The doors to databases and services that open to the internet by a setting or by lying outside a VPC. */
export function readServiceEndpoints(stack: Stack): ServiceEndpoint[] {
  const switched = stack.rowsOf(ROWS).flatMap(([resource, row]) => endpointOf(resource, row) ?? []);
  return [...switched, ...readCollections(stack), ...readInputGroups(stack), ...readDomains(stack)];
}

function endpointOf(resource: Resource, { kind, path, open, blocks }: Row): ServiceEndpoint | undefined {
  const read: Read<boolean | string> = open === undefined ? readSwitch : text;
  const setting = settingOf<boolean | string>(resource, path, read);
  if (setting === undefined) return undefined;
  return {
    resource,
    kind,
    isPublic: isOpen(setting, open),
    setting,
    admits: blocks === undefined ? AddressSet.all : addressesAt(resource, blocks),
    statements: [],
  };
}

function isOpen({ value }: Setting<boolean | string>, open: string | undefined): Answer {
  if (typeof value === "string") return value.trim().toUpperCase() === open;
  return value;
}

/** EKS admits every IPv4 address where no blocks are named. */
function addressesAt(resource: Resource, steps: readonly string[]): AddressSet {
  const named = elements(valueAt(resource.declared ?? resource.settled, steps));
  if (named.length === 0) return AddressSet.ipv4;
  const known = named.flatMap((block) => (typeof block === "string" ? (AddressSet.parse(block) ?? []) : []));
  return unionAll(known, AddressSet.empty);
}

/** https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-network.html */
function readCollections(stack: Stack): ServiceEndpoint[] {
  return stack.ofType(COLLECTION_POLICY).flatMap((resource): ServiceEndpoint[] => {
    if (resource.get("type") !== "network") return [];
    const settings = settingsAt(resource, ["policy", "AllowFromPublic"], readSwitch);
    const setting = settings.find(({ value }) => value === true);
    if (setting === undefined) return [];
    return [{ resource, kind: "service", isPublic: true, setting, admits: AddressSet.all, statements: [] }];
  });
}

/** https://docs.aws.amazon.com/medialive/latest/ug/working-with-input-security-groups.html */
function readInputGroups(stack: Stack): ServiceEndpoint[] {
  const steps = ["whitelistRules", "cidr"];
  return stack.ofType(INPUT_GROUP).flatMap((resource): ServiceEndpoint[] => {
    const setting = settingAt(resource, steps, text);
    if (setting === undefined) return [];
    const admits = addressesAt(resource, steps);
    return [{ resource, kind: "service", isPublic: true, setting, admits, statements: [] }];
  });
}

/** Without subnets a domain has its door on the internet, and its policies alone say who gets in. */
function readDomains(stack: Stack): ServiceEndpoint[] {
  const domains = stack.ofType(...DOMAINS);
  const policies = new Map<Resource, Resource[]>();
  for (const policy of domains.length > 0 ? stack.ofType(...DOMAIN_POLICIES) : []) {
    const [behind] = resourcesBehind(stack, policy, "domainName", DOMAINS);
    const name = policy.get("domainName");
    const domain =
      behind ?? domains.find((one) => typeof name === "string" && one.get("domainName") === name);
    if (domain !== undefined) push(policies, domain, policy);
  }
  return domains.flatMap((resource): ServiceEndpoint[] => {
    const subnets = elements(valueAt(resource.declared ?? resource.settled, ["vpcOptions", "subnetIds"]));
    const statements = [resource, ...(policies.get(resource) ?? [])].flatMap((one) =>
      admitting(one, resource),
    );
    if (subnets.some(isGiven)) return [];
    return [
      {
        resource,
        kind: "service",
        isPublic: statements.length > 0,
        setting: undefined,
        admits: unionAll(
          statements.map(({ addresses }) => addresses),
          AddressSet.empty,
        ),
        statements: statements.map(({ title }) => title),
      },
    ];
  });
}

function admitting(holder: Resource, domain: Resource): StatementByAddress[] {
  const value = holder.get("accessPolicies");
  const owner = holder === domain ? "" : ` of ${holder.title}`;
  return statementsByAddress(readDocument(value)).map(({ title, addresses }) => ({
    title: `accessPolicies${owner} ${title}`,
    addresses,
  }));
}
