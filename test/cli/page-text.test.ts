import assert from "node:assert/strict";
import { pageText, wrapped } from "../../cli/commands/page-text";

const plain = { colour: false, width: 45 };
const PAGE = `<!-- generated -->
# no-x

A header.
<!-- /generated -->

## Why

A line that
goes on, by **bold** words and
[a page](https://example.com/a) or [another](b.md).

## Bad

\`\`\`ts
const x = 1;

  use(x);
\`\`\`

| a | b |
| - | - |
| 1 | 2 |

## Limits

- The first, which is so long that it goes on in a second line.
- The second.

Afterwards.
`;

describe("a page in a terminal", () => {
  it("is wrapped, but for programs and tables, and leaves out the header and what only Markdown needs", () => {
    assert.deepEqual(pageText(PAGE, plain).split("\n"), [
      "Why",
      "",
      "  A line that goes on, by bold words and a",
      "  page (https://example.com/a) or another.",
      "",
      "Bad",
      "",
      "    const x = 1;",
      "",
      "      use(x);",
      "",
      "    | a | b |",
      "    | - | - |",
      "    | 1 | 2 |",
      "",
      "Limits",
      "",
      "  - The first, which is so long that it",
      "    goes on in a second line.",
      "  - The second.",
      "",
      "  Afterwards.",
    ]);
  });

  it("is whole without a header, and has titles and programs stand out in colour", () => {
    assert.equal(pageText("## Why\n\nSo.", plain), "Why\n\n  So.");
    const coloured = pageText("## Why\n\n```ts\nx;\n```", { ...plain, colour: true });
    assert.equal(coloured, "\u001b[1mWhy\u001b[22m\n\n\u001b[2m    x;\u001b[22m");
  });

  it("takes for a program, a title, a table or an item what begins as one", () => {
    const text = [
      "Say `# no` or ``` or a | b |",
      "## Of # and\n\n```sh\n# a comment\n| x\n- y\n```",
      "- One\n- Two, by [http](http://example.com)\n- Three",
    ].join("\n\n");
    assert.deepEqual(pageText(text, plain).split("\n"), [
      ...["  Say `# no` or ``` or a | b |", "", "Of # and", ""],
      ...["    # a comment", "    | x", "    - y", ""],
      ...["  - One", "  - Two, by http (http://example.com)", "  - Three"],
    ]);
  });

  it("hangs what follows the first line as far in as it is told", () => {
    const words = "one two three four five six seven eight nine ten eleven twelve";
    assert.equal(
      wrapped(words, 1, plain, 2),
      " one two three four five six seven eight\n   nine ten eleven twelve",
    );
  });
});
