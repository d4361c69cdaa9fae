import type { Unit } from "../../algebra/interval-set";
import { parseServices, type ServiceSet, servicesText } from "../../algebra/services";
import { unionAll } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import type { Flow } from "../../network/exposures/flows";
import { push } from "../../stack/multimap";
import { shortened, wrapped } from "./text";

/** The most characters of a line of text beside a line, and the most such lines. */
const WIDEST = 26;
const MOST_LINES = 3;

/** What its ports should not stand apart from. */
const PROTOCOL = /(?<=^|[;:] )(\w+) (?=\d)/g;

/**
 * What flows carry, as few words as tell it: their services together, by who sends where `whoseOf` names one.
 * @returns lines of text
 */
export function labelOf(flows: readonly Flow[], whoseOf: (flow: Flow) => string): string[] {
  const byWhose = new Map<string, Flow[]>();
  for (const flow of flows) push(byWhose, whoseOf(flow), flow);
  const texts = new Map<string, string[]>();
  for (const [whose, some] of byWhose) push(texts, servicesOf(some), whose);
  const said = [...texts].map(([services, whose]) => {
    const names = whose.includes("") ? "" : `${whose.join(", ")}: `;
    return names + services;
  });
  const lines = said
    .flatMap((text) => wrapped(text.replace(PROTOCOL, "$1\u00a0"), WIDEST))
    .map((line) => line.replaceAll("\u00a0", " "));
  return lines.length <= MOST_LINES
    ? lines
    : [...lines.slice(0, MOST_LINES - 1), shortened(`${lines[MOST_LINES - 1]}…`, WIDEST)];
}

/** The services of several flows as one text; ` ?` behind those alone that hang on what is not known. */
function servicesOf(flows: readonly Flow[]): string {
  const texts = [false, true].map((isUncertain) => {
    const some = flows.filter((flow) => flow.isUncertain === isUncertain);
    const services = [...new Set(some.map((flow) => flow.services))];
    const together = services.length > 1 ? unitedText(services) : services.join("");
    return together === "" ? "" : `${together}${isUncertain ? " ?" : ""}`;
  });
  return texts.filter(Boolean).join("; ");
}

function unitedText(services: readonly string[]): string {
  const sets = services.map(parseServices);
  if (sets.includes(undefined)) return services.join("; ");
  return servicesText(unionAll(sets as ServiceSet[], Traffic.empty<Unit>()));
}
