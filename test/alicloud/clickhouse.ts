/** What a cluster of ClickHouse has to say. */
export const CLICKHOUSE = {
  category: "Basic",
  dbClusterClass: "S8",
  dbClusterNetworkType: "vpc",
  dbClusterVersion: "22.8.5.29",
  dbNodeGroupCount: 1,
  dbNodeStorage: "500",
  paymentType: "PayAsYouGo",
  storageType: "cloud_essd",
};
