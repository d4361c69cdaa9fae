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
}

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

function move(right, down) {
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
function light(boxes, lines, isFound) {
  for (const one of drawing.querySelectorAll(".lit")) one.classList.remove("lit");
  const ends = lines.flatMap((id) => [byId(id).dataset.from, byId(id).dataset.to]);
  const parts = [...new Set([...boxes, ...ends, ...lines])].map(byId);
  for (const part of parts) part.classList.add("lit");
  for (const id of lines) drawing.querySelector(`[data-line="${id}"]`)?.classList.add("lit");
  drawing.classList.toggle("choosing", parts.length > 0);
  drawing.classList.toggle("found", isFound);
  showElements(parts);
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

function tellAbout(box) {
  about = about === box ? undefined : box;
  unchoose();
  const line = byId("about");
  line.hidden = about === undefined;
  line.firstElementChild.textContent =
    about === undefined ? "" : `About ${about.querySelector(".title").textContent}.`;
  const lines = all(".line").filter((one) => about && [one.dataset.from, one.dataset.to].includes(about.id));
  light(
    about === undefined ? [] : [about.id],
    lines.map((one) => one.id),
    false,
  );
  list();
}

/** Lists what is about the box and has the words that are looked for; lights the boxes that have them. */
function list() {
  const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (one) => words.every((word) => one.dataset.text.includes(word));
  for (const item of all("#panel li[data-text]")) {
    const isAbout = about === undefined || idsIn(item.firstElementChild.dataset.boxes).includes(about.id);
    item.hidden = !isAbout || !matches(item);
  }
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
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") clear();
});
new ResizeObserver(() => showPart(whole)).observe(drawing);
