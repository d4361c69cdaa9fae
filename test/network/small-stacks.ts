import type { SmallStack } from "./small-stack";
import { ALICLOUD, OF_ALICLOUD } from "./small-stacks-of-alicloud";
import { AWS, OF_AWS } from "./small-stacks-of-aws";

export const SMALL_STACKS: Readonly<
  Record<string, { readonly site: SmallStack; readonly stacks: Readonly<Record<string, SmallStack>> }>
> = {
  aws: { site: AWS, stacks: OF_AWS },
  alicloud: { site: ALICLOUD, stacks: OF_ALICLOUD },
};
