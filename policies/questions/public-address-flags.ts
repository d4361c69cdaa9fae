import { type ExposureWords, isDeclaredPublic } from "../../network/names/exposure";
import type { Network } from "../../network/network";
import type { Resource } from "../../stack/resource";
import { pathText } from "../../stack/setting";

/** The flags that no-public-ip-on-private-instance speaks of: those of private instances and templates. */
export function flagsReported(network: Network, words: ExposureWords): Set<string> {
  const instances = network.instances.filter(({ tags }) => isDeclaredPublic(tags, words) === false);
  return new Set(
    instances.flatMap(({ resource, publicAddressSettings }) =>
      publicAddressSettings
        .filter(({ value }) => value === true)
        .map(({ path }) => flagKey(resource, pathText(path))),
    ),
  );
}

/** What an address and the flag that asks for it have in common. */
export function flagKey({ urn }: Resource, path: string): string {
  return `${urn} ${path}`;
}
