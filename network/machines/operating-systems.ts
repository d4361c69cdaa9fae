import type { Unknown, Value } from "../../stack/value";
import { field, flag, text, UNKNOWN } from "../../stack/value";
import type { OperatingSystem } from "../attachments/member";
import type { Tags } from "../names/tags";
import { tokens } from "../names/tokens";

const TAGS = ["OS", "Platform", "OperatingSystem"];

const WINDOWS = /^(win|windows)\d*$/;
const LINUX =
  /^(linux|ubuntu|debian|rhel|redhat|centos|fedora|suse|sles|rocky|alma|amzn|al|bottlerocket)\d*$|linux$/;

/**
 * The system that tags name, else the one that a machine's descriptions, the machine's own first, show by asking for a Windows password or
 * by the beginning of their user data. Undefined where nothing says, UNKNOWN where an unknown value could.
 */
export function operatingSystemOf(
  tags: Tags,
  descriptions: readonly Value[],
): OperatingSystem | Unknown | undefined {
  for (const { value } of tags.among(TAGS)) {
    const named = value === UNKNOWN ? UNKNOWN : namedBy(value);
    if (named !== undefined) return named;
  }
  if (tags.mayHaveMore) return UNKNOWN;
  const password = first(descriptions, (one) => flag(field(one, "getPasswordData")));
  if (password === true) return "Windows";
  const shown = first(descriptions, (one) =>
    first(["userData", "userDataBase64"], (property) => text(field(one, property)) || undefined),
  );
  const started = typeof shown === "string" ? startedBy(shown) : shown;
  return started ?? (password === UNKNOWN ? UNKNOWN : undefined);
}

function namedBy(value: string): OperatingSystem | undefined {
  const words = tokens(value);
  if (words.some((word) => WINDOWS.test(word))) return "Windows";
  return words.some((word) => LINUX.test(word)) ? "Linux" : undefined;
}

/** What runs user data that begins so, in plain text or in Base64, whose alphabet has none of `<`, `[` and `#`. */
function startedBy(userData: string): OperatingSystem | undefined {
  const isBase64 = /^[A-Za-z0-9+/\s]{4}/.test(userData);
  const script = isBase64 ? Buffer.from(userData.slice(0, 200), "base64").toString("utf8") : userData;
  // The first is AWS's, the second Alibaba Cloud's.
  if (/^\s*(<(powershell|script)>|\[(powershell|bat)\])/i.test(script)) return "Windows";
  // A script, or what cloud-init reads: `#cloud-config`, `#cloud-config-archive`, `#cloud-boothook`.
  return /^#(!|cloud-)/.test(script) ? "Linux" : undefined;
}

function first<From, To>(items: readonly From[], read: (item: From) => To | undefined): To | undefined {
  for (const item of items) {
    const found = read(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
