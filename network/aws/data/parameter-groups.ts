import type { Resource } from "../../../stack/resource";
import type { Path, Setting } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { type Answer, elements, field, flag, text, UNKNOWN, type Value, word } from "../../../stack/value";
import type { Channel } from "../../data/channel";

/** The parameter that asks for TLS in a family of engines, and whether it is on where nobody sets it, which the version may decide. */
interface Family {
  readonly pattern: RegExp;
  readonly parameter: string;
  readonly isOn: (major: number) => boolean;
}

/**
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html, mysql-ssl-connections.require-ssl.html beside it and
 * the like; DocumentDB and Neptune ask by default, Aurora MySQL and SQL Server do not.
 */
const FAMILIES: readonly Family[] = [
  { pattern: /^aurora-postgresql(\d+)/, parameter: "rds.force_ssl", isOn: (major) => major >= 17 },
  { pattern: /^postgres(\d+)/, parameter: "rds.force_ssl", isOn: (major) => major >= 15 },
  { pattern: /^sqlserver-/, parameter: "rds.force_ssl", isOn: () => false },
  { pattern: /^aurora-mysql/, parameter: "require_secure_transport", isOn: () => false },
  { pattern: /^mysql(\d+\.\d+)/, parameter: "require_secure_transport", isOn: (major) => major >= 9.7 },
  { pattern: /^mariadb(\d+\.\d+)/, parameter: "require_secure_transport", isOn: (major) => major >= 11.8 },
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Db2.Concepts.SSL.html: TCPIP unless it says SSL, and both where it says both.
  { pattern: /^db2-/, parameter: "db2comm", isOn: () => false },
  { pattern: /^docdb/, parameter: "tls", isOn: () => true },
  { pattern: /^neptune/, parameter: "neptune_enforce_ssl", isOn: () => true },
  { pattern: /^redshift-(\d+)/, parameter: "require_ssl", isOn: (major) => major >= 2 },
];

const GROUPS = [
  "aws:rds/parameterGroup:ParameterGroup",
  "aws:rds/clusterParameterGroup:ClusterParameterGroup",
  "aws:docdb/clusterParameterGroup:ClusterParameterGroup",
  "aws:neptune/clusterParameterGroup:ClusterParameterGroup",
  "aws:redshift/parameterGroup:ParameterGroup",
];

/** An instance's group inside a cluster does not say it: the cluster's does. */
const OF_CLUSTERS = /^aurora/;

/** Redshift without servers has parameters of its own. Those that a program leaves out are not known. */
const SERVERLESS = "aws:redshiftserverless/workgroup:Workgroup";

const OPTIONS = "aws:rds/optionGroup:OptionGroup";

/** What the parameter and option groups of databases ask of connections. */
export function parameterChannels(stack: Stack): Channel[] {
  return [
    ...ofGroups(stack),
    ...stack.ofType(OPTIONS).flatMap(ofOptions),
    ...stack.ofType(SERVERLESS).flatMap(ofWorkgroup),
  ];
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.Oracle.Options.SSL.html: `1.0`, `1.2` or `1.2 or 1.0`. */
function ofOptions(resource: Resource): Channel[] {
  const read = (value: Value): Answer => {
    const said = text(value);
    return said === UNKNOWN ? UNKNOWN : !/1\.0/.test(said ?? "");
  };
  return elements(resource.getDeclared("options")).flatMap((option, i) =>
    elements(field(option, "optionSettings")).flatMap((one, j): Channel[] => {
      if (text(field(one, "name")) !== "SQLNET.SSL_VERSION") return [];
      const written = field(one, "value");
      const path: Path = ["options", i, "optionSettings", j, "value"];
      return [{ resource, isProtected: { value: read(written), resource, path, written }, meaning: "" }];
    }),
  );
}

function ofWorkgroup(resource: Resource): Channel[] {
  return elements(resource.getDeclared("configParameters")).flatMap((one, i): Channel[] => {
    if (text(field(one, "parameterKey")) !== "require_ssl") return [];
    const isProtected = settingOf(
      resource,
      ["configParameters", i, "parameterValue"],
      field(one, "parameterValue"),
    );
    return [{ resource, isProtected, meaning: "connections need no TLS" }];
  });
}

function ofGroups(stack: Stack): Channel[] {
  return stack.ofType(...GROUPS).flatMap((resource): Channel[] => {
    const family = text(resource.getDeclared("family"));
    if (typeof family !== "string") return [];
    const isOfInstance = resource.type === "aws:rds/parameterGroup:ParameterGroup";
    const row = FAMILIES.find(({ pattern }) => pattern.test(family));
    if (row === undefined || (isOfInstance && OF_CLUSTERS.test(family))) return [];
    const isProtected = settingIn(resource, row, Number(row.pattern.exec(family)?.[1]));
    return [{ resource, isProtected, meaning: `connections need no TLS in ${family}` }];
  });
}

function settingIn(resource: Resource, { parameter, isOn }: Family, major: number): Setting {
  const parameters = elements(resource.getDeclared("parameters"));
  const i = parameters.findIndex((one) => word(field(one, "name")) === parameter);
  if (i < 0) {
    const isUnknown = parameters.some((one) => field(one, "name") === UNKNOWN);
    const value = isOn(major) || (isUnknown ? UNKNOWN : false);
    return { value, resource, path: ["parameters", parameter], written: undefined };
  }
  return settingOf(resource, ["parameters", i, "value"], field(parameters[i], "value"));
}

function settingOf(resource: Resource, path: Path, written: Value): Setting {
  return { value: flag(written) ?? isSet(text(written)), resource, path, written };
}

function isSet(said: ReturnType<typeof text>): Answer {
  if (said === UNKNOWN) return UNKNOWN;
  // DocumentDB may also name a version, or FIPS, and Db2 what else it takes.
  return said !== undefined && !/^(0|off|false|disabled|tls1\.[01])$|tcpip/i.test(said);
}
