import type { Resource } from "../../../stack/resource";
import { readSwitch } from "../../../stack/setting";
import type { About, Stack } from "../../../stack/stack";
import type { PublicAccessBlock } from "../../data/bucket";
import type { PublicAccessOf } from "../../data/bucket-reader";
import { publicAccessBy } from "../../data/public-access";
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
export function publicAccessOf(stack: Stack, aboutOf: (bucket: Resource) => About): PublicAccessOf {
  return publicAccessBy(
    {
      names: NAMES,
      accounts: stack.ofType(ACCOUNT_BLOCK),
      settingOf: (block, name) => settingOf(block, [name], readSwitch),
      isOfAccount: sharesPlace,
    },
    aboutOf,
  );
}
