import { stripVTControlCharacters } from "node:util";
import { visible } from "../report/visible";

export interface Terminal {
  out: { write(text: string): unknown; isTTY?: boolean; columns?: number };
  err: { write(text: string): unknown; isTTY?: boolean };
  environment: NodeJS.ProcessEnv;
}

type Stream = Terminal["err"];

/** Whether somebody looks at a stream by what knows more than letters, which editors and some recorders do not. */
const isScreen = ({ isTTY }: Stream, { environment }: Terminal) =>
  isTTY === true && environment.TERM !== "dumb";

export const hasColour = (stream: Stream, terminal: Terminal) =>
  isScreen(stream, terminal) && !terminal.environment.NO_COLOR;

/** Says what went wrong: in colours where a compiler gives it some, and with nothing else unseen. */
export function complain(message: string, terminal: Terminal): void {
  const { err } = terminal;
  const text = hasColour(err, terminal) ? message : stripVTControlCharacters(message);
  const parts = text.split(COLOUR).map((part, i) => (i % 2 === 0 ? visible(part) : part));
  err.write(`error: ${parts.join("")}\n`);
}

const ESCAPE = "\u001b";
const COLOUR = new RegExp(`(${ESCAPE}\\[[\\d;]*m)`);

/** One line that goes away again, for as long as `work` takes; none unless someone is watching. */
export async function showing<Result>(
  text: string,
  terminal: Terminal,
  work: (show: (text: string) => void) => Promise<Result>,
): Promise<Result> {
  const { err } = terminal;
  if (!isScreen(err, terminal)) return work(() => undefined);
  const show = (line: string) => err.write(`\r\u001b[K${line}`);
  show(text);
  try {
    return await work(show);
  } finally {
    show("");
  }
}
