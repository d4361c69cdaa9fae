import { constants as sizes } from "node:buffer";
import { constants, read as readFrom, type Stats, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { CannotRun, messageOf } from "./cannot-run";

const readBytes = promisify(readFrom);

/** In bytes, and so at most as many letters. */
const longestText = sizes.MAX_STRING_LENGTH;
const tooLong = `more than ${longestText} bytes, which no text of Node.js holds`;

/** In milliseconds: between two looks at what has come. */
const pause = 20;

/** What came out of pipes and devices, by the paths that name them. */
const contents = new Map<string, Buffer>();

/** Undefined where there is nothing, or where nobody may look. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Whether reading a file may never end, nor listen to a signal until then. */
const isEndless = (file: Stats) => !file.isFile() && !file.isDirectory();

/**
 * Reads those of the inputs that are pipes or devices, such as /dev/stdin, while signals and time go on.
 * @throws CannotRun naming one that does not come to its end within `seconds`
 */
export async function readPiped(inputs: readonly string[], seconds: number): Promise<void> {
  for (const input of new Set(inputs)) {
    const file = statOf(input);
    if (file === undefined || !isEndless(file)) continue;
    try {
      contents.set(input, await contentOf(input, seconds));
    } catch (error) {
      throw new CannotRun(`${input}: ${messageOf(error)}`);
    }
  }
}

/**
 * What came out of a pipe or device; undefined for files.
 * @throws CannotRun where nobody has read it, and reading it now might never end, or where a file is too long
 */
export function pipedIn(input: string): Buffer | undefined {
  const piped = contents.get(input);
  if (piped !== undefined) return piped;
  const file = statOf(input);
  if (file && isEndless(file)) throw new CannotRun(`${input}: a pipe or device, not a file`);
  if (file && file.size > longestText) throw new CannotRun(`${input}: ${tooLong}`);
  return undefined;
}

async function contentOf(input: string, seconds: number): Promise<Buffer> {
  // To wait for one that writes is to wait without an end, and deaf.
  const file = await open(input, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    // What has a name of its own may find its writer yet.
    const isNamed = (await file.stat()).isFIFO() && !/^\/(dev|proc)\//.test(input);
    return await read(file.fd, isNamed, seconds);
  } finally {
    await file.close();
  }
}

async function read(descriptor: number, mayBegin: boolean, seconds: number): Promise<Buffer> {
  const end = performance.now() + seconds * 1000;
  const chunks: Buffer[] = [];
  for (let length = 0; length <= longestText; ) {
    const chunk = await nextOf(descriptor);
    if (chunk?.length === 0 && !(mayBegin && length === 0)) return Buffer.concat(chunks);
    length += chunk?.length ?? 0;
    if (chunk?.length) chunks.push(chunk);
    else await sleep(pause);
    if (performance.now() > end)
      throw new CannotRun(
        `a pipe or device of which the ${length === 0 ? "beginning" : "end"} did not come within ${seconds} s (--timeout)`,
      );
  }
  throw new CannotRun(`a pipe or device with ${tooLong}`);
}

/** Empty at the end; undefined where nothing has come yet. */
async function nextOf(descriptor: number): Promise<Buffer | undefined> {
  const buffer = Buffer.allocUnsafe(65_536);
  try {
    const { bytesRead } = await readBytes(descriptor, buffer, 0, buffer.length, null);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return undefined;
    throw error;
  }
}
