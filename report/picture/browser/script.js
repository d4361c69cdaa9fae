const byId = (id) => document.getElementById(id);
const all = (selector) => [...document.querySelectorAll(selector)];
const idsIn = (text) => (text ?? "").split(" ").filter(Boolean);

const drawing = byId("drawing");
const whole = { ...sizeOf(drawing.viewBox.baseVal) };
let view = { ...whole };

function sizeOf({ x, y, width, height }) {
  return { x, y, width, height };
}

/** Room around what is shown, in the drawing's own pixels. */
const ROOM = 24;
/** How much larger than drawn and how much smaller than its pane the drawing gets. */
const NEAREST = 3;
const FARTHEST = 4;
/** Notes and labels are hidden where they would be smaller than this part of their size. */
const LEGIBLE = 0.42;

/** Pixels of the screen for one of the drawing. */
function scale({ width, height } = view) {
  return Math.min(drawing.clientWidth / width, drawing.clientHeight / height);
}

function show(next) {
  view = next;
  drawing.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
  drawing.classList.toggle("far", scale() < LEGIBLE);
  showOnMap();
}

const map = byId("map");

/** Marks on the map what is shown; there is no map where that is all of the drawing. */
function showOnMap() {
  const [x, y] = [Math.max(view.x, 0), Math.max(view.y, 0)];
  const right = Math.min(view.x + view.width, whole.width);
  const bottom = Math.min(view.y + view.height, whole.height);
  map.classList.toggle("idle", x === 0 && y === 0 && right === whole.width && bottom === whole.height);
  const shown = { x, y, width: Math.max(0, right - x), height: Math.max(0, bottom - y) };
  for (const [name, value] of Object.entries(shown)) map.lastElementChild.setAttribute(name, value);
}

/** Shows what lies around a place on the map. */
function showAround({ clientX, clientY }) {
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(map.getScreenCTM().inverse());
  show({ ...view, x: x - view.width / 2, y: y - view.height / 2 });
}

map.addEventListener("pointerdown", (event) => {
  map.setPointerCapture(event.pointerId);
  showAround(event);
});

map.addEventListener("pointermove", (event) => {
  if (map.hasPointerCapture(event.pointerId)) showAround(event);
});

/** Shows a part of the drawing with room around it, no larger than drawn and in the shape of its pane. */
function showPart({ x, y, width, height }) {
  const [wide, high] = [drawing.clientWidth || 1, drawing.clientHeight || 1];
  const unit = Math.max((width + 2 * ROOM) / wide, (height + 2 * ROOM) / high, 1);
  const [w, h] = [wide * unit, high * unit];
  show({ x: x + (width - w) / 2, y: y + (height - h) / 2, width: w, height: h });
}

/** @param factor above 1 to come nearer @param center in the drawing's own pixels */
function zoom(factor, center = { x: view.x + view.width / 2, y: view.y + view.height / 2 }) {
  const farthest = scale(whole) / FARTHEST;
  const wanted = Math.min(NEAREST, Math.max(farthest, scale() * factor));
  const part = scale() / wanted;
  show({
    x: center.x + (view.x - center.x) * part,
    y: center.y + (view.y - center.y) * part,
    width: view.width * part,
    height: view.height * part,
  });
}

/** A drawing that would be shown smaller than the first is shown in the second at first, what packets of the internet get to in the middle. */
const LEAST = 0.5;
const READABLE = 0.65;

function showFirst() {
  showPart(whole);
  if (scale() >= LEAST) return;
  const boxes = all("#drawing .box.internet, #drawing .box.addresses, #drawing .box.reached").map((one) =>
    one.getBBox(),
  );
  const centre = (side, size) =>
    boxes.reduce((sum, box) => sum + box[side] + box[size] / 2, 0) / boxes.length;
  const [x, y] = boxes.length === 0 ? [0, 0] : [centre("x", "width"), centre("y", "height")];
  const [width, height] = [drawing.clientWidth / READABLE, drawing.clientHeight / READABLE];
  const within = (at, size, most) => Math.max(-ROOM, Math.min(at - size / 2, most + ROOM - size));
  const start = (at, size, most) => (size > most ? (most - size) / 2 : within(at, size, most));
  show({ x: start(x, width, whole.width), y: start(y, height, whole.height), width, height });
}

function move(right, down) {
  close();
  show({ ...view, x: view.x + right, y: view.y + down });
}

/** Where in the drawing a pointer is. */
function pointOf({ clientX, clientY }) {
  return new DOMPoint(clientX, clientY).matrixTransform(drawing.getScreenCTM().inverse());
}

/** Shows what is chosen, where it is not in sight and legible already. */
function showElements(elements) {
  const boxes = elements.map((one) => one.getBBox());
  if (boxes.length === 0) return;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const width = Math.max(...boxes.map((box) => box.x + box.width)) - x;
  const height = Math.max(...boxes.map((box) => box.y + box.height)) - y;
  const isInSight =
    x >= view.x && y >= view.y && x + width <= view.x + view.width && y + height <= view.y + view.height;
  if (!isInSight || scale() < 0.8) showPart({ x, y, width, height });
}

/** Lights some boxes and lines and dims the others; none lights all. */
function light(boxes, lines, isFound, isShown = true) {
  for (const one of drawing.querySelectorAll(".lit")) one.classList.remove("lit");
  const ends = lines.flatMap((id) => [byId(id).dataset.from, byId(id).dataset.to]);
  const parts = [...new Set([...boxes, ...ends, ...lines])].map(byId);
  for (const part of parts) part.classList.add("lit");
  for (const id of lines) drawing.querySelector(`[data-line="${id}"]`)?.classList.add("lit");
  drawing.classList.toggle("choosing", parts.length > 0);
  drawing.classList.toggle("found", isFound);
  if (isShown) showElements(parts);
}

/** The button of a list that is chosen, or undefined. */
let chosen;

function unchoose() {
  if (chosen === undefined) return;
  setChosen(chosen, false);
  chosen = undefined;
}

function setChosen(button, isChosen) {
  const isFinding = button.classList.contains("finding");
  button.setAttribute(isFinding ? "aria-expanded" : "aria-pressed", String(isChosen));
  if (isFinding) byId(button.getAttribute("aria-controls")).hidden = !isChosen;
}

function choose(button) {
  const isSame = chosen === button;
  unchoose();
  if (isSame) return light([], [], false);
  chosen = button;
  setChosen(button, true);
  const { boxes, lines } = button.dataset;
  light(idsIn(boxes), idsIn(lines), button.classList.contains("finding"));
}

/** The box whose findings and flows alone are listed, or undefined. */
let about;
/** The names of which one must be at an end of what is listed, where one of the box's things is chosen. */
let among;

function tellAbout(box) {
  close();
  about = about === box ? undefined : box;
  among = undefined;
  unchoose();
  const lines = all(".line").filter((one) => about && [one.dataset.from, one.dataset.to].includes(about.id));
  light(
    about === undefined ? [] : [about.id],
    lines.map((one) => one.id),
    false,
    box?.dataset.members === undefined,
  );
  say(about?.querySelector(".title").textContent);
  list();
  if (about?.dataset.members !== undefined) open(about);
}

/** Says what is listed about. */
function say(title) {
  const line = byId("about");
  line.hidden = title === undefined;
  line.firstElementChild.textContent = title === undefined ? "" : `About ${title}.`;
}

const opened = byId("opened");

/** Opens a box that stands for several things: lists these beside it. */
function open(box) {
  const members = box.dataset.members.split("\n").map((line) => line.split("\t"));
  byId("opened-title").textContent = box.querySelector(".title").textContent;
  opened.querySelector("ul").replaceChildren(...members.map(memberItem));
  opened.hidden = false;
  const frame = box.querySelector(".frame").getBoundingClientRect();
  const pane = byId("picture").getBoundingClientRect();
  const [width, height] = [opened.offsetWidth, opened.offsetHeight];
  const isRoomy = frame.right + width + 12 < pane.right;
  const left = isRoomy ? frame.right + 8 : frame.left - width - 8;
  const within = (at, most) => `${Math.max(8, Math.min(at, most - 8))}px`;
  opened.style.left = within(left - pane.left, pane.width - width);
  opened.style.top = within(frame.top - pane.top, drawing.clientHeight - height);
  opened.querySelector("li button").focus();
}

function memberItem(names) {
  const [name, ...groups] = names;
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-pressed", "false");
  const title = document.createElement("span");
  title.textContent = name;
  button.append(title);
  const found = all(".finding").filter((one) => names.includes(one.parentElement.dataset.ends)).length;
  if (found > 0) {
    const count = document.createElement("span");
    count.className = "found";
    count.textContent = found === 1 ? "1 finding" : `${found} findings`;
    button.append(count);
  }
  button.addEventListener("click", () => chooseMember(button, name, [name, ...groups]));
  const item = document.createElement("li");
  item.append(button);
  return item;
}

/** Lists what is about one thing of the box that is open. */
function chooseMember(button, name, names) {
  const isSame = button.getAttribute("aria-pressed") === "true";
  for (const one of opened.querySelectorAll("li button")) one.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-pressed", String(!isSame));
  among = isSame ? undefined : names;
  say(isSame ? about.querySelector(".title").textContent : name);
  list();
}

function close() {
  if (opened.hidden) return;
  const hadFocus = opened.contains(document.activeElement);
  opened.hidden = true;
  if (hadFocus) about.focus();
}

/** Lists what is about the box, or one of its things, and has the words that are looked for. @returns the boxes that have them */
function list() {
  const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (one) => words.every((word) => one.dataset.text.includes(word));
  const isAbout = (item) => {
    if (among !== undefined) return item.dataset.ends.split("\n").some((name) => among.includes(name));
    return about === undefined || idsIn(item.firstElementChild.dataset.boxes).includes(about.id);
  };
  for (const item of all("#panel li[data-text]")) item.hidden = !isAbout(item) || !matches(item);
  byId("matches").textContent = "";
  if (words.length === 0) return;
  const boxes = all("#drawing .box").filter(matches);
  const listed = all("#panel li[data-text]:not([hidden])").length;
  byId("matches").textContent = `${boxes.length} in the diagram, ${listed} in the lists`;
  return boxes;
}

function search() {
  unchoose();
  const boxes = list() ?? [];
  light(
    boxes.map((box) => box.id),
    [],
    false,
  );
}

function clear() {
  byId("search").value = "";
  if (about !== undefined) tellAbout(about);
  unchoose();
  light([], [], false);
  list();
}

const STEP = 60;
const KEYS = {
  ArrowLeft: () => move(-STEP / scale(), 0),
  ArrowRight: () => move(STEP / scale(), 0),
  ArrowUp: () => move(0, -STEP / scale()),
  ArrowDown: () => move(0, STEP / scale()),
  "+": () => zoom(1.25),
  "=": () => zoom(1.25),
  "-": () => zoom(0.8),
  0: () => showPart(whole),
};

drawing.addEventListener("keydown", (event) => {
  const box = event.target.closest(".inner");
  const act = box && ["Enter", " "].includes(event.key) ? () => tellAbout(box) : KEYS[event.key];
  if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
});

drawing.addEventListener("focusin", ({ target }) => {
  if (target !== drawing && target.matches(":focus-visible")) showElements([target]);
});

drawing.addEventListener(
  "wheel",
  (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 400), pointOf(event));
  },
  { passive: false },
);

/** Where the drawing was taken hold of, or undefined. */
let held;

drawing.addEventListener("pointerdown", (event) => {
  if (event.button === 0)
    held = { point: pointOf(event), x: event.clientX, y: event.clientY, hasMoved: false };
});

drawing.addEventListener("pointermove", (event) => {
  if (held === undefined) return;
  held.hasMoved ||= Math.hypot(event.clientX - held.x, event.clientY - held.y) > 4;
  if (!held.hasMoved) return;
  drawing.setPointerCapture(event.pointerId);
  drawing.classList.add("moving");
  const { x, y } = pointOf(event);
  move(held.point.x - x, held.point.y - y);
});

drawing.addEventListener("pointerup", (event) => {
  const box = event.target.closest(".inner");
  if (held !== undefined && !held.hasMoved && box !== null) tellAbout(box);
  held = undefined;
  drawing.classList.remove("moving");
});

drawing.addEventListener("pointercancel", () => {
  held = undefined;
  drawing.classList.remove("moving");
});

for (const button of all(".finding, .flow")) button.addEventListener("click", () => choose(button));
byId("search").addEventListener("input", search);
byId("about").lastElementChild.addEventListener("click", () => tellAbout(about));
byId("nearer").addEventListener("click", () => zoom(1.25));
byId("farther").addEventListener("click", () => zoom(0.8));
byId("fit").addEventListener("click", () => showPart(whole));
byId("close").addEventListener("click", close);
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") opened.hidden ? clear() : close();
});
new ResizeObserver(showFirst).observe(drawing);
