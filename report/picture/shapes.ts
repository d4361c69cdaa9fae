import type { Flow } from "../../network/exposures/flows";
import type { Names } from "../../network/exposures/names";
import { push } from "../../stack/multimap";
import { type Thing, vpcOf } from "./things";

/** So many steps away things may differ and still be taken as alike. */
const MOST_STEPS = 12;

/**
 * What tells things apart but their names and groups: things have one shape that send and get the same, each to and from others that are
 * in turn of one shape, such as the machines of applications that are built the same way.
 */
export function shapesOf(
  things: readonly Thing[],
  flows: readonly Flow[],
  names: Names,
  signOf: (thing: Thing) => string,
): (thing: Thing) => string {
  const edges = edgesOf(things, flows, names);
  let shapes = firstShapes(things, names, signOf);
  const shapeIn = (known: ReadonlyMap<string, string>, name: string) => known.get(name) ?? name;
  for (let step = 0, count = 0; step < MOST_STEPS && count !== distinct(shapes); step++) {
    count = distinct(shapes);
    const before = shapes;
    const numbers = new Map<string, string>();
    shapes = new Map(
      [...edges].map(([name, own]) => {
        const around = [...new Set(own.map(([text, other]) => `${text} ${shapeIn(before, other)}`))].sort();
        const key = [shapeIn(before, name), ...around].join("\n");
        const number = numbers.get(key) ?? `shape ${numbers.size}`;
        numbers.set(key, number);
        return [name, before.has(name) ? number : name];
      }),
    );
  }
  return ({ name }) => shapeIn(shapes, name);
}

const distinct = (shapes: ReadonlyMap<string, string>) => new Set(shapes.values()).size;

/** Things and groups; addresses and VPCs are who they are. */
function firstShapes(
  things: readonly Thing[],
  names: Names,
  signOf: (thing: Thing) => string,
): Map<string, string> {
  const shapes = new Map<string, string>();
  for (const thing of things) {
    const { name, groups, subnets } = thing;
    for (const { resource } of [...groups, ...subnets])
      if (resource !== undefined) shapes.set(names.nameOf(resource), `of ${vpcOf(thing)?.key}`);
    shapes.set(name, `${signOf(thing)} of ${vpcOf(thing)?.key}`);
  }
  return shapes;
}

type Edge = readonly [text: string, other: string];

function edgesOf(things: readonly Thing[], flows: readonly Flow[], names: Names): Map<string, Edge[]> {
  const edges = new Map<string, Edge[]>();
  const join = (one: string, other: string, text: string) => {
    push(edges, one, [`to ${text}`, other]);
    push(edges, other, [`from ${text}`, one]);
  };
  for (const { name, groups } of things) {
    edges.set(name, edges.get(name) ?? []);
    for (const { resource } of groups) if (resource !== undefined) join(name, names.nameOf(resource), "on");
  }
  for (const { from, to, services, isUncertain } of flows) {
    const [end, ...through] = names.isName(to) ? [to] : to.split(" through ");
    join(from, end as string, `${services} ${isUncertain}`);
    for (const balancer of through) join(balancer, end as string, `through ${services} ${isUncertain}`);
  }
  return edges;
}
