import { policyDocument } from "../../testing/policy-document";
import { isObject, type Properties, type PropertyValue, unknown } from "../properties";
import type { LookUp } from "./invokes";
import { isNotKnown, textNotKnown } from "./not-known";

type Assume = (what: string) => void;

const account = "123456789012";

const known = (value: PropertyValue | undefined): string | undefined =>
  typeof value === "string" && value !== "" && !value.includes(unknown) && !isNotKnown(value)
    ? value
    : undefined;

/** Of the call, else of the provider, else of the environment, as the provider reads it. */
function regionOf({ args, provider }: LookUp): string | undefined {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const candidates = [args.region, provider.region].filter((value) => value !== undefined);
  return candidates.length > 0 ? known(candidates[0]) : AWS_REGION || AWS_DEFAULT_REGION;
}

function partitionOf(region: string): { partition: string; dnsSuffix: string } {
  if (region.startsWith("cn-")) return { partition: "aws-cn", dnsSuffix: "amazonaws.com.cn" };
  const partition = region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  return { partition, dnsSuffix: "amazonaws.com" };
}

function getRegion(lookUp: LookUp): Properties | undefined {
  const { args } = lookUp;
  const named = known(args.name) ?? /^ec2\.([^.]+)\./.exec(known(args.endpoint) ?? "")?.[1];
  const region = named ?? regionOf(lookUp);
  if (region === undefined) return undefined;
  const endpoint = `ec2.${region}.${partitionOf(region).dnsSuffix}`;
  return {
    ...{ id: region, name: region, region, endpoint },
    description: textNotKnown(lookUp.token, region, "description"),
  };
}

const asksForAllZones = ({
  state = "available",
  filters = [],
  allAvailabilityZones,
  excludeZoneIds,
}: Properties) =>
  state === "available" &&
  allAvailabilityZones !== true &&
  excludeZoneIds === undefined &&
  Array.isArray(filters) &&
  filters.every(
    (filter) =>
      isObject(filter) &&
      (filter.name === "opt-in-status" || filter.name === "zone-type") &&
      /"(opt-in-not-required|availability-zone)"/.test(JSON.stringify(filter.values)),
  );

function getAvailabilityZones(lookUp: LookUp, assume: Assume): Properties | undefined {
  const region = regionOf(lookUp);
  const { args, token } = lookUp;
  if (region === undefined || !asksForAllZones(args)) return undefined;
  assume(`zones ${region}a to c`);
  const excluded = Array.isArray(args.excludeNames) ? args.excludeNames : [];
  const names = ["a", "b", "c"].map((letter) => region + letter).filter((name) => !excluded.includes(name));
  return {
    ...args,
    ...{ id: region, region, names, groupNames: [region] },
    zoneIds: names.map((name) => textNotKnown(token, name, "zoneIds")),
  };
}

function getCallerIdentity({ token }: LookUp, assume: Assume): Properties {
  assume(`account ${account}`);
  const notKnown = (name: string) => textNotKnown(token, name);
  return { id: account, accountId: account, arn: notKnown("arn"), userId: notKnown("userId") };
}

function getPartition(lookUp: LookUp, assume: Assume): Properties {
  const region = regionOf(lookUp);
  const { partition, dnsSuffix } = partitionOf(region ?? "");
  if (region === undefined) assume(`partition ${partition}`);
  const reverseDnsPrefix = dnsSuffix.split(".").reverse().join(".");
  return { id: partition, partition, dnsSuffix, reverseDnsPrefix };
}

/** As Terraform makes an id of a text: its CRC-32. */
function checksum(text: string): string {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return String((crc ^ 0xffffffff) >>> 0);
}

function getPolicyDocument({ args }: LookUp): Properties {
  const document = policyDocument(args);
  return { version: "2012-10-17", ...args, ...document, id: checksum(document.json) };
}

/** What ECS recommends is JSON, of which programs take the image. */
function getParameter({ token, args }: LookUp): Properties | undefined {
  const name = known(args.name);
  if (name === undefined || !/^\/aws\/service\/ecs\/optimized-ami\/.+\/recommended$/.test(name))
    return undefined;
  const fields = [
    "image_id",
    "image_name",
    "image_version",
    "os",
    "ecs_agent_version",
    "ecs_runtime_version",
  ];
  const value = Object.fromEntries(fields.map((field) => [field, textNotKnown(token, name, field)]));
  return { ...args, id: name, type: "String", value: JSON.stringify({ ...value, schema_version: 1 }) };
}

const answers: Record<string, (lookUp: LookUp, assume: Assume) => Properties | undefined> = {
  "aws:index/getRegion:getRegion": getRegion,
  "aws:index/getAvailabilityZones:getAvailabilityZones": getAvailabilityZones,
  "aws:index/getCallerIdentity:getCallerIdentity": getCallerIdentity,
  "aws:index/getPartition:getPartition": getPartition,
  "aws:iam/getPolicyDocument:getPolicyDocument": getPolicyDocument,
  "aws:ssm/getParameter:getParameter": getParameter,
};

/** What follows from a look-up of AWS itself, or can be assumed of it; undefined of everything else. */
export function awsAnswer(lookUp: LookUp, assume: Assume): Properties | undefined {
  return answers[lookUp.token]?.(lookUp, assume);
}
