import { AddressSet } from "../../algebra/addresses";
import { IntervalSet } from "../../algebra/interval-set";
import { Peers } from "../../algebra/peers";
import { ALL_PORTS, icmpMessages } from "../../algebra/ports";
import { ALL_PROTOCOLS, ICMP, ICMPV6, protocol, TCP, UDP } from "../../algebra/protocols";
import { unionAll } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import { EPHEMERAL_PORTS } from "../routing/network-acl";

/**
 * The packets whose answers are within some traffic. TCP and UDP are answered to a client port, of which one suffices, UDP also to the
 * port that it came to, from which some clients send; a ping by its reply; for other messages and protocols any of the same protocol will do.
 */
export function answersWithin(traffic: Traffic<Peers>): Traffic<Peers> {
  const clients = traffic.on(TRANSPORTS, EPHEMERAL_PORTS);
  const others = traffic.on(ALL_PROTOCOLS.subtract(TRANSPORTS));
  const answered = unionAll(
    [
      traffic.on(protocol(UDP)),
      ...[clients, others].flatMap((part) =>
        [...part.boxes()].map((box) =>
          Traffic.of(IntervalSet.of(box.protocols.start, box.protocols.end), ALL_PORTS, box.peers),
        ),
      ),
    ],
    Traffic.empty<Peers>(),
  );
  return PINGS.reduce((result, { number, request, reply }) => {
    const replies = traffic.peersAt(number, reply << 8) ?? Peers.none;
    const requests = icmpMessages(request, -1);
    return result
      .subtract(Traffic.of(protocol(number), requests, Peers.of(AddressSet.all)))
      .union(Traffic.of(protocol(number), requests, replies));
  }, answered);
}

const TRANSPORTS = protocol(TCP).union(protocol(UDP));

/** The types of an echo request and its reply (RFC 792, RFC 4443). */
const PINGS = [
  { number: ICMP, request: 8, reply: 0 },
  { number: ICMPV6, request: 128, reply: 129 },
];
