import { ports as portSet } from "../../algebra/ports";
import { protocol, TCP, UDP } from "../../algebra/protocols";
import type { SetLike } from "../../algebra/set";
import type { Traffic } from "../../algebra/traffic";
import { rememberedOf } from "../../stack/remembered";

export const RDP = 3389;

/** What finds the part of traffic that administers hosts: on some ports of TCP and, where it is among them, on RDP's of UDP as well. */
export const administrationOn = rememberedOf((ports: readonly number[]) => {
  const [tcp, udp] = [portSet(ports), portSet(ports.filter((port) => port === RDP))];
  return <Peers extends SetLike<Peers>>(traffic: Traffic<Peers>): Traffic<Peers> =>
    traffic.on(protocol(TCP), tcp).union(traffic.on(protocol(UDP), udp));
});
