/** Boxes that overlap and of which neither lies in the other, by their titles. */
function overlapping() {
  const frames = [...document.querySelectorAll("#drawing .box")].map((box) => ({
    title: box.querySelector(".title")?.textContent ?? "",
    rectangle: box.querySelector(".frame").getBBox(),
  }));
  const holds = (one, other) =>
    other.x >= one.x &&
    other.y >= one.y &&
    other.x + other.width <= one.x + one.width &&
    other.y + other.height <= one.y + one.height;
  const overlaps = (one, other) =>
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height;
  return frames.flatMap((one, i) =>
    frames.slice(i + 1).flatMap((other) => {
      const [a, b] = [one.rectangle, other.rectangle];
      return overlaps(a, b) && !holds(a, b) && !holds(b, a) ? `${one.title} and ${other.title}` : [];
    }),
  );
}

/** Texts that reach out of their boxes or chips, or into each other. */
function clipped() {
  const faults = [];
  for (const box of document.querySelectorAll("#drawing .box")) {
    const frame = box.querySelector(".frame").getBBox();
    const chip = box.querySelector(".chip rect")?.getBBox();
    for (const text of box.querySelectorAll(":scope > text")) {
      const { x, y, width, height } = text.getBBox();
      const isOut =
        x < frame.x ||
        x + text.getComputedTextLength() > frame.x + frame.width ||
        y < frame.y ||
        y + height > frame.y + frame.height;
      const isOnChip =
        chip &&
        x + width > chip.x &&
        chip.x + chip.width > x &&
        y + height > chip.y &&
        chip.y + chip.height > y + 4;
      if (isOut || isOnChip) faults.push(text.textContent ?? "");
    }
  }
  for (const pill of document.querySelectorAll("#drawing .chip, #drawing .badge")) {
    const room = pill.querySelector("rect").getBBox().width;
    const text = pill.querySelector("text");
    if (text.getComputedTextLength() > room) faults.push(text.textContent ?? "");
  }
  const { width, height } = document.getElementById("drawing").getBBox();
  for (const label of document.querySelectorAll("#drawing .label")) {
    const own = label.getBBox();
    if (own.x < 0 || own.y < 0 || own.x + own.width > width + 48 || own.y + own.height > height + 48)
      faults.push(label.textContent ?? "");
  }
  return faults;
}

/** What axe finds wrong. */
async function faults() {
  const { violations } = await globalThis.axe.run({ resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
  );
}

/** How many findings are open, how many of them have the focus, and how many show their details. */
function unfolded() {
  const findings = [...document.querySelectorAll(".finding[aria-expanded=true]")];
  return {
    findings: findings.length,
    focused: findings.filter((one) => one === document.activeElement).length,
    details: [...document.querySelectorAll(".details")].filter((one) => one.checkVisibility()).length,
  };
}

globalThis.inPage = { overlapping, clipped, faults, unfolded };
