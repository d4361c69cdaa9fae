import type { Resource } from "../../../stack/resource";
import { type Found, type Setting, valuesAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { type Answer, elements, field, isObject, text, UNKNOWN, type Value } from "../../../stack/value";
import type { Channel } from "../../data/channel";

/** Where CloudFront's types name the origins that it asks over the network, and within each how. */
const ORIGINS: Readonly<Record<string, readonly [origin: readonly string[], config: string]>> = {
  "aws:cloudfront/distribution:Distribution": [["origins"], "customOriginConfig"],
  "aws:cloudfront/multitenantDistribution:MultitenantDistribution": [["origins"], "customOriginConfigs"],
  "aws:cloudfront/vpcOrigin:VpcOrigin": [[], "vpcOriginEndpointConfig"],
};

const OLD = new Set<Value>(["SSLv3", "TLSv1", "TLSv1.1"]);

/** How CloudFront asks its origins: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html */
export function originChannels(stack: Stack): Channel[] {
  return stack.rowsOf(ORIGINS).flatMap(([resource, [steps, config]]) =>
    valuesAt(resource.declared ?? resource.settled, steps)
      .flatMap(each)
      .flatMap(({ path, value: origin }) =>
        valuesAt(origin, [config], path)
          .flatMap(each)
          .filter(({ value }) => isObject(value))
          .flatMap((found) => ofOrigin(resource, found, isWebsite(field(origin, "domainName")))),
      ),
  );
}

function each({ path, value }: Found): Found[] {
  return Array.isArray(value)
    ? value.map((one: Value, i) => ({ path: [...path, i], value: one }))
    : [{ path, value }];
}

/** A website of S3 takes plain HTTP alone. */
function isWebsite(domain: Value): Answer {
  return domain === UNKNOWN ? UNKNOWN : /\.s3-website[.-]/.test(String(text(domain)));
}

function ofOrigin(resource: Resource, { path, value: config }: Found, website: Answer): Channel[] {
  const policy = text(field(config, "originProtocolPolicy"));
  const at = (property: string, value: Answer): Channel => {
    const isProtected: Setting = {
      value,
      resource,
      path: [...path, property],
      written: field(config, property),
    };
    return { resource, isProtected, meaning: "" };
  };
  if (policy === "http-only") return website === true ? [] : [at("originProtocolPolicy", website && UNKNOWN)];
  const said = field(config, "originSslProtocols");
  const versions = elements(isObject(said) ? field(said, "items") : said);
  const isOld = versions.some((version) => OLD.has(version));
  // Plain HTTP alone, which the policy may turn out to be, is no better, but from a website.
  const isAsked = policy !== UNKNOWN || website === false;
  return [
    at("originSslProtocols", isOld && isAsked ? false : versions.includes(UNKNOWN) || isOld ? UNKNOWN : true),
  ];
}
