import type { Stack } from "../../../stack/stack";
import type { WrittenText } from "../../identity/written-text";
import { writtenTextsIn } from "../../identity/written-texts";

/** What keeps secrets or makes them, and the properties that do. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  "alicloud:kms/secret:Secret": ["secretData"],
  "alicloud:kms/ciphertext:Ciphertext": ["plaintext"],
  "alicloud:oos/secretParameter:SecretParameter": ["value"],
  "alicloud:ram/accessKey:AccessKey": ["id", "secret"],
};

export function readWrittenTexts(stack: Stack): WrittenText[] {
  const ours = stack.resources.filter(({ type }) => type.startsWith("alicloud:"));
  return writtenTextsIn(ours, ({ type }) => KEPT[type] ?? []);
}
