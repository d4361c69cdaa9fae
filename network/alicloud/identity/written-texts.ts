import type { Stack } from "../../../stack/stack";
import type { WrittenText } from "../../identity/written-text";
import { writtenTextsIn } from "../../identity/written-texts";

/** What keeps secrets or makes them, or takes the private key of a certificate, and the properties that do, at whatever depth. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  "alicloud:cas/certificate:Certificate": ["key"],
  "alicloud:cas/serviceCertificate:ServiceCertificate": ["key"],
  "alicloud:cdn/domain:Domain": ["privateKey"],
  "alicloud:cdn/domainNew:DomainNew": ["privateKey"],
  "alicloud:dcdn/domain:Domain": ["sslPri"],
  "alicloud:ddos/domainResource:DomainResource": ["key"],
  "alicloud:fc/customDomain:CustomDomain": ["privateKey"],
  "alicloud:fc/v3CustomDomain:V3CustomDomain": ["privateKey"],
  "alicloud:kms/secret:Secret": ["secretData"],
  "alicloud:kms/ciphertext:Ciphertext": ["plaintext"],
  "alicloud:oos/secretParameter:SecretParameter": ["value"],
  "alicloud:ram/accessKey:AccessKey": ["id", "secret"],
  ...Object.fromEntries(
    [
      ...["aiInstance:AiInstance", "ddrInstance:DdrInstance", "instance:Instance"],
      ...["rdsCloneDbInstance:RdsCloneDbInstance", "rdsUpgradeDbInstance:RdsUpgradeDbInstance"],
      "readOnlyInstance:ReadOnlyInstance",
    ].map((name) => [`alicloud:rds/${name}`, ["serverKey"]]),
  ),
  "alicloud:scdn/domain:Domain": ["sslPri"],
};

export function readWrittenTexts(stack: Stack): WrittenText[] {
  const ours = stack.resources.filter(({ type }) => type.startsWith("alicloud:"));
  return writtenTextsIn(ours, ({ type }) => KEPT[type] ?? []);
}
