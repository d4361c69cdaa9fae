import assert from "node:assert/strict";
import { Session } from "../../network/session";

/** Whether connections need TLS in a group of a family that says nothing itself. */
function needsTls(type: string, family: string) {
  const declared = { family, parameters: [] };
  const urn = `urn:pulumi:dev::shop::${type}::group`;
  const network = Session.networkOf([{ urn, type, name: "group", declared, settled: { id: "group" } }]);
  return network.channels.map(({ isProtected }) => isProtected.value);
}

const INSTANCES = "aws:rds/parameterGroup:ParameterGroup";
const CLUSTERS = "aws:rds/clusterParameterGroup:ClusterParameterGroup";
const DOCUMENTS = "aws:docdb/clusterParameterGroup:ClusterParameterGroup";
const GRAPHS = "aws:neptune/clusterParameterGroup:ClusterParameterGroup";
const WAREHOUSES = "aws:redshift/parameterGroup:ParameterGroup";

/** As the guides of RDS, Aurora, DocumentDB, Neptune and Redshift say; undefined where the group is not asked. */
const SAID: readonly [type: string, family: string, needsTls: boolean | undefined][] = [
  [INSTANCES, "postgres9.6", false],
  [INSTANCES, "postgres14", false],
  [INSTANCES, "postgres15", true],
  [INSTANCES, "postgres17", true],
  [CLUSTERS, "aurora-postgresql9.6", false],
  [CLUSTERS, "aurora-postgresql16", false],
  [CLUSTERS, "aurora-postgresql17", true],
  [INSTANCES, "aurora-postgresql17", undefined],
  [INSTANCES, "sqlserver-ex-15.0", false],
  [CLUSTERS, "aurora-mysql8.0", false],
  [INSTANCES, "aurora-mysql8.0", undefined],
  [INSTANCES, "mysql8.0", false],
  [INSTANCES, "mysql8.4", false],
  [INSTANCES, "mysql9.6", false],
  [INSTANCES, "mysql9.7", true],
  [INSTANCES, "mysql10.0", true],
  [INSTANCES, "mariadb10.11", false],
  [INSTANCES, "mariadb11.4", false],
  [INSTANCES, "mariadb11.8", true],
  [INSTANCES, "mariadb12.0", true],
  [INSTANCES, "db2-ae-11.5", false],
  [DOCUMENTS, "docdb5.0", true],
  [GRAPHS, "neptune1", true],
  [GRAPHS, "neptune1.4", true],
  [WAREHOUSES, "redshift-1.0", false],
  [WAREHOUSES, "redshift-2.0", true],
  [WAREHOUSES, "redshift-10.0", true],
  [INSTANCES, "oracle-ee-19", undefined],
  [INSTANCES, "custom-postgres15", undefined],
  [INSTANCES, "custom-mysql8.0", undefined],
  [INSTANCES, "custom-mariadb11.8", undefined],
  [INSTANCES, "custom-sqlserver-ee-15.00", undefined],
  [INSTANCES, "custom-db2-ae-11.5", undefined],
  [DOCUMENTS, "custom-docdb5.0", undefined],
  [GRAPHS, "custom-neptune1", undefined],
  [WAREHOUSES, "custom-redshift-2.0", undefined],
];

describe("parameter groups that say nothing of TLS", () => {
  for (const [type, family, expected] of SAID)
    it(`${family} in ${type.split(":").at(-1)}: ${expected ?? "not asked"}`, () =>
      assert.deepEqual(needsTls(type, family), expected === undefined ? [] : [expected]));
});
