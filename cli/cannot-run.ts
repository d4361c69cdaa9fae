/** The check could not be made; the message says why in full. Exit code 2. */
export class CannotRun extends Error {
  override readonly name = "CannotRun";
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
