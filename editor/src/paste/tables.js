import { attribute, isDropped, tag } from "./dom.js";

/** @typedef {import("./dom.js").PastedNode} PastedNode @typedef {import("./blocks.js").Block} Block */

/** The rows of a table, not those of tables within it. @param {PastedNode} node @returns {PastedNode[]} */
function rowsOf(node) {
  return [...node.childNodes].flatMap((child) => {
    if (isDropped(child)) return [];
    if (tag(child) === "tr") return [child];
    return ["thead", "tbody", "tfoot"].includes(tag(child)) ? rowsOf(child) : [];
  });
}

/** @param {PastedNode} row */
const cellsOf = (row) => [...row.childNodes].filter((n) => tag(n) === "td" || tag(n) === "th");

/**
 * A table; what it holds, when it has a single row or column and thus only lays
 * out. A cell that spans several is followed by empty ones.
 * @param {PastedNode} node
 * @param {import("./convert.js").Pasting} pasting
 * @param {(node: PastedNode, pasting: import("./convert.js").Pasting) => Block[]} blocks
 * @returns {Block[]}
 */
export function table(node, pasting, blocks) {
  const rows = rowsOf(node).map(cellsOf).filter((cells) => cells.length);
  const width = Math.max(0, ...rows.map((cells) => cells.length));
  const caption = [...node.childNodes].filter((n) => tag(n) === "caption").flatMap((n) => blocks(n, pasting));
  if (width < 2 || rows.length < 2) return [...caption, ...rows.flat().flatMap((cell) => blocks(cell, pasting))];
  /** @type {number[]} cells of this column that are still covered from above */
  const covered = [];
  const texts = rows.map((cells) => {
    /** @type {string[]} */
    const line = [];
    const skip = () => {
      while (covered[line.length] > 0) covered[line.length]--, line.push("");
    };
    for (const cell of cells) {
      skip();
      const across = span(cell, "colspan"), down = span(cell, "rowspan");
      for (let i = 0; i < across; i++) {
        covered[line.length] = down - 1;
        line.push(i === 0 ? flat(blocks(cell, pasting)) : "");
      }
    }
    skip();
    return line;
  });
  const columns = Math.max(...texts.map((line) => line.length));
  for (const line of texts) while (line.length < columns) line.push("");
  const filled = texts.filter((line) => line.some(Boolean));
  return filled.length ? [...caption, { kind: "table", rows: filled }] : caption;
}

/** @param {PastedNode} cell @param {string} name */
const span = (cell, name) => Math.min(100, Math.max(1, Number.parseInt(attribute(cell, name), 10) || 1));

/** Blocks on one line. @param {Block[]} list @returns {string} */
function flat(list) {
  return list.map((b) => {
    switch (b.kind) {
      case "list":
        return b.items.map(flat).join("<br>");
      case "quote":
        return flat(b.blocks);
      case "table":
        return b.rows.map((row) => row.join(" ")).join("<br>");
      case "rule":
        return "";
      default:
        return b.text.replace(/\\\n|\n/g, "<br>");
    }
  }).filter(Boolean).join("<br>").replace(/(?<!\\)\|/g, "\\|");
}
