// Written by `npm run generate`.

import type { Policy } from "./policy";
import noPublicSshRdp from "./security-groups/no-public-ssh-rdp";

export type { Exemption, OptionSchema, OptionSchemas } from "./options";
export type { Policy, Scope } from "./policy";
export { noPublicSshRdp };

/** Every policy of the pack. */
export const policies: Policy[] = [noPublicSshRdp];
