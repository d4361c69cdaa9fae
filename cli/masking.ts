import { Secrets } from "../stack/secrets";
import { readUrn } from "../stack/urn";
import { secretsIn } from "../stack/wire";
import type { RegisteredResource } from "./resource";

/** What takes out of texts the secrets that resources hold. */
export function maskOf(resources: readonly RegisteredResource[]): (text: string) => string {
  const secrets = new Secrets();
  for (const { urn, type, inputs, outputs } of resources)
    for (const properties of [inputs, outputs])
      secrets.add(urn, type, readUrn(urn).name, secretsIn(properties));
  return (text) => secrets.mask(text, "");
}
