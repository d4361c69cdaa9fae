import { type Hop, hopText } from "../../network/paths/gate";

/** `InternetGateway main → SecurityGroup web (ingress[0]) → Instance web (…)`. */
export function hopsText(hops: readonly Hop[]): string {
  return hops.map(hopText).join(" → ");
}
