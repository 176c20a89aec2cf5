/** @typedef {import("./blocks.js").Block} Block */

/** Blocks as Markdown, separated by empty lines. @param {Block[]} list @returns {string} */
export const print = (list) => list.map(printed).join("\n\n");

/** @param {Block} b @returns {string} */
function printed(b) {
  switch (b.kind) {
    case "heading":
      return "#".repeat(b.level) + " " + b.text.replace(/\\\n|\n/g, " ").replace(/ (#+)$/, " \\$1");
    case "list":
      return printedList(b);
    case "quote":
      return print(b.blocks).split("\n").map((line) => (line ? "> " + line : ">")).join("\n");
    case "code": {
      const fence = "`".repeat(Math.max(3, ...[...b.text.matchAll(/`{3,}/g)].map((m) => m[0].length + 1)));
      return fence + b.language + "\n" + b.text + "\n" + fence;
    }
    case "table":
      return printedTable(b.rows);
    case "rule":
      return "---";
    default:
      return b.text;
  }
}

/** @param {Extract<Block, {kind: "list"}>} b */
function printedList(b) {
  // One line per item, and lists below it, need no empty lines.
  const tight = b.items.every((item) => item.length === 1 || item.slice(1).every((inner) => inner.kind === "list"));
  return b.items.map((item, i) => {
    const sign = b.ordered ? b.start + i + ". " : "- ";
    const body = item.map(printed).join(tight ? "\n" : "\n\n");
    return sign + body.replace(/\n(?=[^\n])/g, "\n" + " ".repeat(sign.length));
  }).join(tight ? "\n" : "\n\n");
}

/** The first row is the head: a table of Markdown has one. @param {string[][]} rows */
function printedTable(rows) {
  const line = (/** @type {string[]} */ cells) => "| " + cells.join(" | ") + " |";
  return [line(rows[0]), "|" + " --- |".repeat(rows[0].length), ...rows.slice(1).map(line)].join("\n");
}
