import { exponentOf, type Grown } from "./growth";

const [WIDTH, HEIGHT, COLUMNS] = [210, 170, 4];
/** Of a panel's square, from its corner. */
const [LEFT, TOP, SIDE] = [34, 40, 112];
/** Both axes go from 1 to 32 times the smallest. */
const MOST = Math.log(32);

const STYLE = `
  text { font: 11px system-ui, sans-serif; fill: #1f2328 }
  .note { fill: #59636e } .frame { fill: none; stroke: #d1d9e0 }
  .linear { stroke: #818b98; stroke-dasharray: 4 3 } .square { stroke: #818b98; stroke-dasharray: 1 3 }
  .line { fill: none; stroke: #0969da; stroke-width: 2 } .dot { fill: #0969da }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc } .note { fill: #9198a1 } .frame { stroke: #3d444d }
    .linear, .square { stroke: #656c76 } .line { stroke: #4493f8 } .dot { fill: #4493f8 }
  }`;

/** A small picture for each, both axes logarithmic and in times of the smallest: what grows linearly follows the dashed line, what grows as the square the dotted one. */
export function plotOf(all: readonly Grown[]): string {
  const panels = all.map((one, i) => {
    const at = `translate(${(i % COLUMNS) * WIDTH} ${Math.floor(i / COLUMNS) * HEIGHT})`;
    return `<g transform="${at}">${panelOf(one)}</g>`;
  });
  const [width, height] = [COLUMNS * WIDTH, Math.ceil(all.length / COLUMNS) * HEIGHT + 24];
  const key = "CPU by size, both in times of the smallest. Dashed: linear; dotted: quadratic.";
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Growth of CPU by size">`,
    `<style>${STYLE}\n</style>`,
    ...panels,
    `<text class="note" x="${LEFT}" y="${height - 8}">${key}</text>`,
    "</svg>\n",
  ].join("\n");
}

function panelOf(grown: Grown): string {
  const { what, sizes, costs } = grown;
  const points = sizes.map((size, i) => pointAt(size / (sizes[0] ?? 1), (costs[i] ?? 0) / (costs[0] ?? 1)));
  const [start, end, steep] = [pointAt(1, 1), pointAt(32, 32), pointAt(Math.sqrt(32), 32)];
  const ticks = [1, 4, 16].flatMap((times) => {
    const [x] = pointAt(times, 1);
    const [, y] = pointAt(1, times);
    return [
      `<text class="note" x="${x}" y="${TOP + SIDE + 13}" text-anchor="middle">${times}</text>`,
      `<text class="note" x="${LEFT - 5}" y="${y + 4}" text-anchor="end">${times}</text>`,
    ];
  });
  return [
    `<text x="${LEFT}" y="16">${what}</text>`,
    `<text class="note" x="${LEFT}" y="31">exponent ${exponentOf(grown).toFixed(2)}</text>`,
    `<rect class="frame" x="${LEFT}" y="${TOP}" width="${SIDE}" height="${SIDE}"/>`,
    ...ticks,
    `<path class="linear" d="M${start}L${end}"/><path class="square" d="M${start}L${steep}"/>`,
    `<path class="line" d="M${points.join("L")}"/>`,
    ...points.map(([x, y]) => `<circle class="dot" cx="${x}" cy="${y}" r="3"/>`),
  ].join("");
}

function pointAt(size: number, cost: number): [number, number] {
  const along = (times: number) => Math.round((Math.log(times) / MOST) * SIDE * 10) / 10;
  const inside = Math.min(SIDE, Math.max(0, along(cost)));
  return [LEFT + along(size), Math.round((TOP + SIDE - inside) * 10) / 10];
}
