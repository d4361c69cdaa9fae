import type { Resource } from "../../../stack/resource";
import { readSwitch, type Setting } from "../../../stack/setting";
import type { About, Stack } from "../../../stack/stack";
import { UNKNOWN } from "../../../stack/value";
import type { PublicAccessBlock, PublicAccessSwitch } from "../../data/bucket";
import { settingOf } from "../defaults/provider-default";
import { sharesPlace } from "../places";

export const PUBLIC_ACCESS_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const ACCOUNT_BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";

const NAMES = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

/** What resources say of buckets, whichever these are. */
export function readPublicAccessBlocks(stack: Stack): PublicAccessBlock[] {
  return stack.ofType(PUBLIC_ACCESS_BLOCK).map((resource) => ({
    resource,
    switches: NAMES.flatMap((name) => settingOf(resource, [name], readSwitch) ?? []),
  }));
}

/** What a bucket's own block and its account's say of each switch. */
export function publicAccessOf(
  stack: Stack,
  aboutOf: (bucket: Resource) => About,
): (bucket: Resource, about?: About) => PublicAccessSwitch[] {
  const accounts = stack.ofType(ACCOUNT_BLOCK);
  return (bucket, { certain, possible } = aboutOf(bucket)) => {
    const shares = new Map(accounts.map((account) => [account, sharesPlace(account, bucket)]));
    return NAMES.map((name) => {
      const settings = (blocks: readonly Resource[]) =>
        blocks.flatMap((block) => settingOf(block, [name], readSwitch) ?? []);
      // One that may be the bucket's casts doubt only where it may turn off what is on by itself.
      const doubtful = settings(possible).find(({ value }) => value !== true);
      const all = settings(accounts).flatMap((setting): Setting[] => {
        const isHere = shares.get(setting.resource);
        if (isHere === true) return [setting];
        return isHere === UNKNOWN && setting.value !== false ? [{ ...setting, value: UNKNOWN }] : [];
      });
      return {
        name,
        own: settings(certain)[0] ?? (doubtful && { ...doubtful, value: UNKNOWN }),
        account:
          all.find(({ value }) => value === true) ?? all.find(({ value }) => value === UNKNOWN) ?? all[0],
      };
    });
  };
}
