import type { Policy } from "./policy";
import noPublicSshRdp from "./security-groups/no-public-ssh-rdp";

/** Every policy of the pack. */
export const policies: Policy[] = [noPublicSshRdp];
