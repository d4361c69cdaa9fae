import { arrivalText } from "../network/paths/packet";
import { digest } from "../policies/kit/fingerprint";
import type { RecordedFlows } from "./flow-changes";
import type { Finding, Place } from "./report";
import type { JudgedPolicy } from "./verdict";

/** What stands for the comparison with recorded flows where a format knows policies alone. */
export const RECORDED_EXPOSURES: JudgedPolicy = {
  name: "recorded-exposures",
  pack: "network-guard",
  description: "What gets where must be what the file of exposures records.",
  level: "mandatory",
  severity: "high",
  tags: ["reachability"],
};

/**
 * A finding for each flow that is opened or closed, on the file that records them.
 * @param placeOf where a file lies in the repository, if it does
 */
export function flowFindings(
  all: readonly RecordedFlows[],
  placeOf: (file: string) => Place | undefined,
): Finding[] {
  return all.flatMap((changes) => {
    const { file, target, opened, closed } = changes;
    const place = placeOf(file);
    const { name: policy, level: _, ...facts } = RECORDED_EXPOSURES;
    const of = (change: string, flow: string, text: string): Finding => ({
      ...facts,
      ...{ policy, level: "mandatory", fails: true, urn: place?.path ?? file, text, message: text },
      fingerprint: digest([policy, place?.path ?? file, change, flow]),
      remediationSteps: `Where it is meant, write the file anew by network-guard reach --write ${file}.`,
      ...(target !== undefined && { target }),
      ...(place && { place, home: place.path }),
    });
    return [
      ...opened.map(({ flow, packet, hops }) =>
        of("opened", flow, [`opened: ${flow}`, ...wayOf(packet, hops)].join("\n")),
      ),
      ...closed.map((flow) => of("closed", flow, `closed: ${flow}`)),
    ];
  });
}

const wayOf = (packet: string, hops: readonly string[]) =>
  packet === "" ? [] : [`${arrivalText(packet)}:`, ...hops.map((hop) => `  ${hop}`)];
