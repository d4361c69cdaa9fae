import type { Resource } from "../../stack/resource";
import type { Setting } from "../../stack/setting";
import type { About } from "../../stack/stack";
import { type Answer, UNKNOWN } from "../../stack/value";
import type { PublicAccessOf } from "./bucket-reader";

/** The switches of a cloud that keep the public out, and the blocks of accounts in a stack. */
interface Blocks {
  readonly names: readonly string[];
  readonly accounts: readonly Resource[];
  readonly settingOf: (block: Resource, name: string) => Setting | undefined;
  readonly isOfAccount: (account: Resource, bucket: Resource) => Answer;
}

/** What a bucket's own block and its account's say of each switch. */
export function publicAccessBy(
  { names, accounts, settingOf, isOfAccount }: Blocks,
  aboutOf: (bucket: Resource) => About,
): PublicAccessOf {
  return (bucket, { certain, possible } = aboutOf(bucket)) => {
    const shares = new Map(accounts.map((account) => [account, isOfAccount(account, bucket)]));
    return names.map((name) => {
      const settings = (blocks: readonly Resource[]) =>
        blocks.flatMap((block) => settingOf(block, name) ?? []);
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
