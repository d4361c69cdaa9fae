import type { Resource } from "../../../stack/resource";
import type { Read, Setting } from "../../../stack/setting";
import {
  type Found,
  readSwitch,
  settingAt,
  settingsAt,
  settingsOf,
  valuesAt,
  valuesNamed,
} from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { type Answer, elements, field, isObject, text, UNKNOWN, type Value } from "../../../stack/value";
import type { Channel } from "../../data/channel";
import { listenerChannels } from "./listeners";
import { originChannels } from "./origins";
import { parameterChannels } from "./parameter-groups";
import { isSaid, isValkey } from "./store-types";

type Steps = readonly string[];

/** One place where a type says whether it is protected. */
interface Row {
  readonly steps: Steps;
  readonly read: Read<boolean>;
  /** What it means to be left out, where that is to be judged. */
  readonly otherwise?: { readonly value: boolean; readonly meaning: string };
  /** Those of the type that are not asked where they leave it out. */
  readonly unless?: (resource: Resource) => boolean;
  /** Those of the type that are asked at all, where not every one is. */
  readonly when?: (resource: Resource) => boolean;
}

const isOff = (meaning = "no TLS") => ({ value: false, meaning });

/** Whether a text is none of some words. */
function noneOf(...words: readonly string[]): Read<boolean> {
  return (value) => {
    const said = text(value);
    return said === undefined || said === UNKNOWN ? said : !words.includes(said.toUpperCase());
  };
}

/** CloudFront's names of policies begin with the oldest version that they take, such as `TLSv1.2_2021`. */
function isNewVersion(value: Value): Answer | undefined {
  const said = text(value);
  return said === undefined || said === UNKNOWN ? said : /^TLSV1\.[2-9]/i.test(said);
}

/** Whether files go by something else than FTP, which sends them and passwords in the clear. */
function isWithoutFtp(value: Value): Answer {
  const protocols = elements(value).map(text);
  if (protocols.includes("FTP")) return false;
  return protocols.includes(UNKNOWN) ? UNKNOWN : true;
}

/** Whether an endpoint leads to a database's server, and not to a service that is asked over HTTPS or a settings block of its own. */
function isOfServer(endpoint: Resource): boolean {
  const engine = String(text(endpoint.getDeclared("engineName")));
  return /^(aurora|azuredb|db2|docdb|mariadb|mongodb|mysql|oracle|postgres|sqlserver|sybase)/.test(engine);
}

const SEARCH: readonly Row[] = [
  {
    steps: ["domainEndpointOptions", "enforceHttps"],
    read: readSwitch,
    otherwise: isOff("HTTP is taken, too"),
    // Within the block the provider asks for HTTPS by itself.
    unless: (domain) => domain.getDeclared("domainEndpointOptions") !== undefined,
  },
  { steps: ["domainEndpointOptions", "tlsSecurityPolicy"], read: noneOf("POLICY-MIN-TLS-1-0-2019-07") },
  {
    steps: ["nodeToNodeEncryption", "enabled"],
    read: readSwitch,
    otherwise: isOff("nothing is encrypted between nodes"),
  },
];

/** What a data provider of DMS leads to: each has the settings of one of these. */
const PROVIDED = [
  ...["docDb", "ibmDb2Luw", "ibmDb2Zos", "mariaDb", "microsoftSqlServer"],
  ...["mongoDb", "mysql", "oracle", "postgresql", "sybaseAse"],
];
const DATA_PROVIDER: readonly Row[] = PROVIDED.map((engine) => ({
  steps: ["settings", `${engine}Settings`, "sslMode"],
  read: noneOf("NONE"),
  otherwise: isOff("none"),
  when: (provider) => isObject(field(provider.getDeclared("settings"), `${engine}Settings`)),
}));

const TLS = ["encryptionInfo", "encryptionInTransit"];
const DEFAULT_CERTIFICATE = ["viewerCertificate", "cloudfrontDefaultCertificate"];

function distributionOf(behaviors: string): readonly Row[] {
  return [
    { steps: ["defaultCacheBehavior", "viewerProtocolPolicy"], read: noneOf("ALLOW-ALL") },
    { steps: [behaviors, "viewerProtocolPolicy"], read: noneOf("ALLOW-ALL") },
    {
      steps: ["viewerCertificate", "minimumProtocolVersion"],
      read: isNewVersion,
      otherwise: isOff("TLSv1"),
      unless: (distribution) => isDefaultCertificate(distribution) !== false,
    },
    // CloudFront's own certificate takes TLS 1.0, whatever version is asked for.
    { steps: DEFAULT_CERTIFICATE, read: (value) => not(readSwitch(value)) },
  ];
}

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  "aws:elasticache/replicationGroup:ReplicationGroup": [
    {
      steps: ["transitEncryptionEnabled"],
      read: readSwitch,
      otherwise: isOff(),
      unless: (group) => isOutright(isValkey(group), group),
    },
    { steps: ["transitEncryptionMode"], read: noneOf("PREFERRED") },
  ],
  "aws:elasticache/cluster:Cluster": [
    {
      steps: ["transitEncryptionEnabled"],
      read: readSwitch,
      otherwise: isOff(),
      unless: (cluster) => isSaid(cluster, "replicationGroupId"),
    },
  ],
  "aws:memorydb/cluster:Cluster": [{ steps: ["tlsEnabled"], read: readSwitch }],
  "aws:memorydb/multiRegionCluster:MultiRegionCluster": [{ steps: ["tlsEnabled"], read: readSwitch }],
  "aws:dax/cluster:Cluster": [
    { steps: ["clusterEndpointEncryptionType"], read: noneOf("NONE"), otherwise: isOff("NONE") },
  ],
  "aws:msk/cluster:Cluster": [
    { steps: [...TLS, "clientBroker"], read: noneOf("PLAINTEXT", "TLS_PLAINTEXT") },
    { steps: [...TLS, "inCluster"], read: readSwitch },
  ],
  "aws:mskconnect/connector:Connector": [
    { steps: ["kafkaClusterEncryptionInTransit", "encryptionType"], read: noneOf("PLAINTEXT") },
  ],
  // Its rules answer or forward, and cannot redirect.
  "aws:vpclattice/listener:Listener": [{ steps: ["protocol"], read: noneOf("HTTP") }],
  "aws:rds/proxy:Proxy": [{ steps: ["requireTls"], read: readSwitch, otherwise: isOff() }],
  "aws:opensearch/domain:Domain": SEARCH,
  "aws:elasticsearch/domain:Domain": SEARCH,
  "aws:cloudfront/distribution:Distribution": distributionOf("orderedCacheBehaviors"),
  "aws:cloudfront/multitenantDistribution:MultitenantDistribution": distributionOf("cacheBehaviors"),
  "aws:cloudsearch/domain:Domain": [
    { steps: ["endpointOptions", "enforceHttps"], read: readSwitch, otherwise: isOff("HTTP is taken, too") },
    { steps: ["endpointOptions", "tlsSecurityPolicy"], read: noneOf("POLICY-MIN-TLS-1-0-2019-07") },
  ],
  "aws:appsync/apiCache:ApiCache": [
    { steps: ["transitEncryptionEnabled"], read: readSwitch, otherwise: isOff() },
  ],
  "aws:dms/endpoint:Endpoint": [
    {
      steps: ["sslMode"],
      read: noneOf("NONE"),
      otherwise: isOff("none"),
      when: isOfServer,
    },
    { steps: ["redisSettings", "sslSecurityProtocol"], read: noneOf("PLAINTEXT") },
    { steps: ["kafkaSettings", "securityProtocol"], read: noneOf("PLAINTEXT") },
  ],
  "aws:dms/dataProvider:DataProvider": DATA_PROVIDER,
  "aws:emr/securityConfiguration:SecurityConfiguration": [
    { steps: ["configuration", "EncryptionConfiguration", "EnableInTransitEncryption"], read: readSwitch },
  ],
  "aws:datasync/efsLocation:EfsLocation": [{ steps: ["inTransitEncryption"], read: noneOf("NONE") }],
  "aws:quicksight/dataSource:DataSource": [
    { steps: ["sslProperties", "disableSsl"], read: (value) => not(readSwitch(value)) },
  ],
  "aws:transfer/server:Server": [{ steps: ["protocols"], read: isWithoutFtp }],
  // An API's own endpoint, which takes TLS 1.0 by itself as well, may be left to a domain name: it counts where the program says so.
  "aws:apigateway/restApi:RestApi": [{ steps: ["securityPolicy"], read: noneOf("TLS_1_0") }],
  "aws:apigateway/domainName:DomainName": [{ steps: ["securityPolicy"], read: noneOf("TLS_1_0") }],
};

const TASK_TYPES = ["aws:ecs/taskDefinition:TaskDefinition", "aws:batch/jobDefinition:JobDefinition"];

/** What data goes through in a stack, as far as something is said of it. */
export function readChannels(stack: Stack): Channel[] {
  return [
    ...stack.rowsOf(ROWS).flatMap(([resource, rows]) => rows.flatMap((row) => channelsAt(resource, row))),
    ...stack.ofType(...TASK_TYPES).flatMap(mountsOf),
    ...listenerChannels(stack),
    ...originChannels(stack),
    ...parameterChannels(stack),
  ];
}

function channelsAt(resource: Resource, { steps, read, otherwise, unless, when }: Row): Channel[] {
  if (when?.(resource) === false) return [];
  const said = settingsAt(resource, steps, read);
  if (said.length > 0) return said.map((isProtected) => ({ resource, isProtected, meaning: "" }));
  if (otherwise === undefined || unless?.(resource) === true) return [];
  const isProtected: Setting = { value: otherwise.value, resource, path: steps, written: undefined };
  return [{ resource, isProtected, meaning: otherwise.meaning }];
}

function isDefaultCertificate(distribution: Resource): Answer {
  return settingAt(distribution, DEFAULT_CERTIFICATE, readSwitch)?.value ?? false;
}

function not(answer: Answer | undefined): Answer | undefined {
  return answer === undefined || answer === UNKNOWN ? answer : !answer;
}

/** Of Valkey, and of what belongs to a global group, it is known or decided elsewhere; of an unknown engine not known. */
function isOutright(valkey: Answer | undefined, group: Resource): boolean {
  return valkey !== undefined || isSaid(group, "globalReplicationGroupId");
}

/** The mounts of EFS in tasks, which go in the clear where nobody says otherwise. */
function mountsOf(resource: Resource): Channel[] {
  const inputs = resource.declared ?? resource.settled;
  const mounts = [...valuesNamed(inputs, "efsVolumeConfiguration")].flatMap(({ path, value }) =>
    elements(value).map((mount): Found => ({ path, value: mount })),
  );
  return mounts.flatMap(({ path, value: mount }): Channel[] => {
    if (mount === undefined || mount === null) return [];
    const [said] = settingsOf(resource, valuesAt(mount, ["transitEncryption"], path), readSwitch);
    const left: Setting = {
      value: false,
      resource,
      path: [...path, "transitEncryption"],
      written: undefined,
    };
    const isUnknown = mount === UNKNOWN || field(mount, "transitEncryption") === UNKNOWN;
    const isProtected = said ?? (isUnknown ? { ...left, value: UNKNOWN } : left);
    return [{ resource, isProtected, meaning: "DISABLED" }];
  });
}
