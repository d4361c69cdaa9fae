import { createHash } from "node:crypto";
import type { Drawing } from "./layout";
import { legendOf } from "./legend";
import { findingsList, flowsList, type ListedFinding, type ListedFlow, notesList } from "./lists";
import { element, escaped } from "./markup";
import { mapOf, svgOf } from "./svg";

/** All that a page tells. */
export interface Page {
  /** Such as `shop, stack prod`. */
  readonly title: string;
  /** What was judged and found, in a sentence; undefined where nothing was judged. */
  readonly summary: string;
  readonly drawing: Drawing;
  /** The gravest first; undefined where nothing was judged. */
  readonly findings: readonly ListedFinding[] | undefined;
  /** Every flow, those first that a change opens or closes. */
  readonly flows: readonly ListedFlow[];
  readonly notes: readonly string[];
}

/** What a page holds besides: its style sheet and its script. */
export interface PageParts {
  readonly style: string;
  readonly script: string;
}

/** A page of HTML that holds all it needs, asks for nothing outside and lets nothing in it do so. */
export function pageOf(page: Page, { style, script }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `style-src '${digestOf(style)}'`,
    `script-src '${digestOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const head = [
    element("meta", { charset: "utf-8" }),
    element("meta", { "http-equiv": "Content-Security-Policy", content: policy }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("meta", { name: "color-scheme", content: "light dark" }),
    element("title", {}, escaped(`Network of ${page.title}`)),
    element("style", {}, style),
  ];
  const body = `${panelOf(page)}\n${pictureOf(page)}\n${element("script", {}, script)}`;
  return `<!doctype html>\n<html lang="en">\n<head>\n${head.join("\n")}\n</head>\n<body>\n${body}\n</body>\n</html>\n`;
}

function digestOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/** The findings and flows, with what searches in them and in the diagram. */
function panelOf({ title, summary, drawing, findings, flows, notes }: Page): string {
  return element(
    "aside",
    { id: "panel", "aria-label": "Findings and flows" },
    [
      element("a", { class: "skip", href: "#drawing" }, "Skip to the diagram"),
      element(
        "header",
        {},
        element("h1", {}, escaped(title)) + element("p", { class: "summary" }, escaped(summary)),
      ),
      element(
        "div",
        { class: "search", role: "search" },
        element("label", { for: "search" }, "Search") +
          element("input", {
            id: "search",
            type: "search",
            placeholder: "Search",
            autocomplete: "off",
            spellcheck: "false",
          }) +
          element("p", { id: "matches", role: "status" }, ""),
      ),
      element(
        "p",
        { id: "about", hidden: "" },
        `${element("span", {}, "")} ${element("button", { type: "button" }, "Show all")}`,
      ),
      ...(findings === undefined ? [] : [findingsList(findings)]),
      flowsList(flows, drawing.diagram),
      notesList([...drawing.diagram.omissions, ...notes]),
    ].join("\n"),
  );
}

function pictureOf({ drawing, findings = [] }: Page): string {
  const counts = new Map<string, number>();
  for (const { boxes } of findings) for (const id of boxes) counts.set(id, (counts.get(id) ?? 0) + 1);
  const button = (id: string, label: string, sign: string) =>
    element("button", { id, type: "button", "aria-label": label, title: label }, sign);
  return element(
    "main",
    { id: "picture", "aria-label": "Diagram" },
    [
      svgOf(drawing, counts),
      element(
        "div",
        { class: "controls", role: "group", "aria-label": "Zoom" },
        button("nearer", "Zoom in", "+") +
          button("farther", "Zoom out", "−") +
          button("fit", "Show all of it", "⤢"),
      ),
      mapOf(drawing),
      OPENED,
      legendOf(drawing.diagram),
    ].join("\n"),
  );
}

/** What lists the things that a chosen box stands for, one by one. */
const OPENED = element(
  "section",
  { id: "opened", "aria-labelledby": "opened-title", hidden: "" },
  [
    element("h2", { id: "opened-title" }, ""),
    element("button", { id: "close", type: "button", "aria-label": "Close", title: "Close" }, "×"),
    element("ul", {}, ""),
  ].join(""),
);
