import type { Resource } from "../../../stack/resource";
import { type Read, settingAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { type Answer, text, UNKNOWN, type Value } from "../../../stack/value";
import type { Channel } from "../../data/channel";

/** Where a type says that it takes what is not encrypted, and the words for it, in lower case. */
const ROWS: Readonly<Record<string, { readonly property: string; readonly plain: readonly string[] }>> = {
  "alicloud:slb/listener:Listener": { property: "protocol", plain: ["http"] },
  "alicloud:rds/instance:Instance": { property: "sslAction", plain: ["close"] },
  "alicloud:kvstore/instance:Instance": { property: "sslEnable", plain: ["disable"] },
};

/** What data goes through that says whether it is encrypted. */
export function readChannels(stack: Stack): Channel[] {
  return Object.entries(ROWS).flatMap(([type, { property, plain }]) =>
    stack.ofType(type).flatMap((resource): Channel[] => {
      const read: Read<boolean> = (value: Value): Answer | undefined => {
        const said = text(value);
        return said === undefined || said === UNKNOWN ? said : !plain.includes(said.toLowerCase());
      };
      const isProtected = settingAt(resource, [property], read);
      return isProtected === undefined || redirects(resource)
        ? []
        : [{ resource, isProtected, meaning: "plain" }];
    }),
  );
}

/** A listener that sends its clients on to HTTPS. */
function redirects(resource: Resource): boolean {
  const forward = text(resource.getDeclared("listenerForward"));
  return forward === UNKNOWN || forward?.toLowerCase() === "on";
}
