import { type Answer, answerOf, isReceiver, isSender } from "../network/exposures/answer";
import type { Exposures } from "../network/exposures/exposures";
import { flowText } from "../network/exposures/flows";
import { hopText } from "../network/paths/gate";
import { arrivalText } from "../network/paths/packet";
import { didYouMean } from "../policies/kit/configuration";
import { visible } from "../report/visible";
import { CannotRun } from "./cannot-run";

/** @throws CannotRun naming an end that the stack does not have, and the name nearest to it */
export function answerBetween(exposures: Exposures, from: string | undefined, to: string): Answer {
  const { names, ways } = exposures;
  const sender = from ?? "internet";
  const ends = [...new Set([...names.all, ...ways.map((way) => way.to)])].sort();
  if (!isSender(sender, exposures))
    throw unknown("--from", sender, ["internet", "internet over IPv6", ...names.all]);
  if (!isReceiver(to, exposures)) throw unknown("--to", to, ["internet", ...ends]);
  return answerOf(exposures, sender, to);
}

function unknown(flag: string, name: string, names: readonly string[]): CannotRun {
  const what = "nothing in this stack that packets get to or come from has this name.";
  return new CannotRun(visible(`${flag} ${name}: ${what}${didYouMean(name, names)}`));
}

/** The ways hop by hop, or what stops them gate by gate. */
export function answerText({ from, to, ways, perhaps, stopped }: Answer): string {
  const open = ways.flatMap(({ from: start, to: end, services, packet, hops }) => [
    `${start} → ${end}: ${services}`,
    `  ${arrivalText(packet)}:`,
    ...hops.map((hop) => `    ${hopText(hop)}`),
  ]);
  const maybe = perhaps.flatMap((flow) => [flowText(flow), "  hangs on what is not known yet"]);
  const shut = stopped.flatMap(({ from: start, to: end, gates }) => [
    `${start} → ${end}: nothing gets through for certain`,
    ...gates.map(
      ({ gate, stops, services }) => `  ${stops ? "stopped at" : "left after"} ${gate}: ${services}`,
    ),
  ]);
  const none =
    ways.length + perhaps.length + stopped.length > 0
      ? []
      : [`${from} → ${to}: no way is known inside one VPC or from the internet`];
  return [...open, ...maybe, ...shut, ...none].map((line) => `${visible(line)}\n`).join("");
}
