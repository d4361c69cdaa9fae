/** Addresses as strings of 32 or 128 binary digits: slow and plain, to check the fast ones against. */

/** The digits of an address that `addressText` wrote, or that another wrote with at most one `::`. */
export function bitsOf(address: string): string {
  if (!address.includes(":")) {
    return address
      .split(".")
      .map((part) => Number(part).toString(2).padStart(8, "0"))
      .join("");
  }
  const [head = "", tail] = address.split("::");
  const groupsOf = (text: string) => (text === "" ? [] : text.split(":"));
  const [before, after] = [groupsOf(head), groupsOf(tail ?? "")];
  const zeros = Array(8 - before.length - after.length).fill("0");
  return [...before, ...zeros, ...after]
    .map((group) => Number.parseInt(group, 16).toString(2).padStart(16, "0"))
    .join("");
}

/** The plainest text of an address. */
export function addressText(digits: string): string {
  const [size, base, separator] = digits.length === 32 ? [8, 10, "."] : [16, 16, ":"];
  const groups = digits.match(new RegExp(`.{${size}}`, "g")) ?? [];
  return groups.map((group) => Number.parseInt(group, 2).toString(base)).join(separator);
}

/** Other texts of the same address: for IPv6 in capitals, padded, and with each run of zeros left out. */
export function spellings(digits: string): string[] {
  const plain = addressText(digits);
  if (digits.length === 32) return [plain];
  const groups = plain.split(":");
  const result = [plain, plain.toUpperCase(), groups.map((group) => group.padStart(4, "0")).join(":")];
  for (let start = 0; start < 8; start++) {
    for (let end = start + 1; end <= 8 && groups[end - 1] === "0"; end++) {
      result.push(`${groups.slice(0, start).join(":")}::${groups.slice(end).join(":")}`);
    }
  }
  return result;
}

/** The leading digits that a block fixes. */
export function prefixOf(block: string): string {
  const [address = "", length] = block.split("/");
  return bitsOf(address).slice(0, Number(length));
}

/** The fewest prefixes that cover the same addresses of one family, sorted. */
export function fewest(prefixes: readonly string[]): string[] {
  const left = new Set(prefixes);
  for (const prefix of left) {
    for (const other of left) if (other !== prefix && other.startsWith(prefix)) left.delete(other);
  }
  for (let merged = true; merged; ) {
    merged = false;
    for (const prefix of left) {
      const parent = prefix.slice(0, -1);
      if (prefix === "" || !left.has(`${parent}0`) || !left.has(`${parent}1`)) continue;
      left.delete(`${parent}0`);
      left.delete(`${parent}1`);
      left.add(parent);
      merged = true;
    }
  }
  return [...left].sort();
}
