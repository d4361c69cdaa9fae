import type { BoxKind } from "./diagram";

/** A sign for each kind of box, as the path of a stroke in a square of 16 pixels. */
export const SIGNS: Readonly<Record<BoxKind, string>> = {
  internet: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M1.5 8h13M8 1.5c-4 4-4 9 0 13c4-4 4-9 0-13",
  addresses: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M1.5 8h13M8 1.5c-4 4-4 9 0 13c4-4 4-9 0-13",
  outside: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M4.5 8h7M8.5 5l3 3l-3 3",
  vpc: "M4.5 13a3.5 3.5 0 0 1-.4-7A4.5 4.5 0 0 1 12.6 7a3 3 0 0 1-.6 6z",
  subnets: "M2 2.5h5v5h-5zM9 2.5h5v5h-5zM2 9.5h5v4h-5zM9 9.5h5v4h-5z",
  group: "M8 1.5l5.5 2v4c0 3.5-2.3 5.7-5.5 7c-3.2-1.3-5.5-3.5-5.5-7v-4z",
  machine: "M2 2.5h12v4.5h-12zM2 9h12v4.5h-12zM4.5 4.75h2M4.5 11.25h2",
  database: "M2.5 4c0-3 11-3 11 0v8c0 3-11 3-11 0zM2.5 4c0 3 11 3 11 0M2.5 8c0 3 11 3 11 0",
  balancer: "M1.5 8h5M6.5 8l4-4.5h4M6.5 8h8M6.5 8l4 4.5h4",
  service: "M3.5 14.5v-13h9v13M1.5 14.5h13M10 8v1",
  elsewhere: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M6 6.2c0-3 4-2.7 4 0c0 1.5-2 1.5-2 3.3M8 11.7v.3",
};
