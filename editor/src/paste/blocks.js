import { attribute, hasClass, isBlock, isDropped, style, tag, textOf } from "./dom.js";
import { escapedStart } from "./escape.js";
import { paragraphs, runs, written } from "./inline.js";
import { bulletInText, meaning, place, startOf, withoutBullet, wordItem } from "./lists.js";
import { table } from "./tables.js";

/**
 * @typedef {{kind: "paragraph", text: string} | {kind: "heading", level: number, text: string}
 *   | {kind: "list", ordered: boolean, start: number, items: Block[][], word?: boolean}
 *   | {kind: "quote", blocks: Block[]} | {kind: "code", text: string, language: string}
 *   | {kind: "table", rows: string[][]} | {kind: "rule"}} Block
 * @typedef {import("./dom.js").PastedNode} PastedNode
 */

/**
 * The blocks within a node.
 * @param {PastedNode} node
 * @param {import("./convert.js").Pasting} pasting
 * @returns {Block[]}
 */
export function blocks(node, pasting) {
  /** @type {Block[]} */
  const out = [];
  gather(node, pasting, out);
  return out;
}

/** @param {PastedNode} node @param {import("./convert.js").Pasting} pasting @param {Block[]} out */
function gather(node, pasting, out) {
  /** @type {import("./inline.js").Run[]} */
  let line = [];
  const flush = () => {
    paragraph(line, out);
    line = [];
  };
  for (const child of node.childNodes) {
    if (isDropped(child) || pasting.notes.holds(child)) continue;
    if (isBlock(child) || hasBlock(child)) {
      flush();
      block(child, pasting, out);
    } else {
      line.push(...runs(child, pasting));
    }
  }
  flush();
}

/** An inline element that holds blocks, such as Google's <b> around a whole text, is read as a block. @param {PastedNode} node */
function hasBlock(node) {
  if (!tag(node)) return false;
  return [...node.childNodes].some((child) => !isDropped(child) && (isBlock(child) || hasBlock(child)));
}

/** @param {import("./inline.js").Run[]} line @param {Block[]} out */
function paragraph(line, out) {
  for (const part of paragraphs(line)) {
    const text = written(unindented(part)).split("\n").map(escapedStart).join("\n");
    if (text) out.push({ kind: "paragraph", text });
  }
}

/** Chinese paragraphs begin two characters in: that is the page's affair. @param {import("./inline.js").Run[]} part */
function unindented(part) {
  for (const run of part) {
    if (run.kind !== "text") break;
    run.text = run.text.replace(/^[\s\u3000]+/, "");
    if (run.text) break;
  }
  return part;
}

/** @param {PastedNode} node @param {import("./convert.js").Pasting} pasting @param {Block[]} out */
function block(node, pasting, out) {
  const name = tag(node);
  const level = headingLevel(node);
  if (level) return void heading(node, level, pasting, out);
  switch (name) {
    case "p":
    case "div": {
      if (hasClass(node, "MsoQuote") || hasClass(node, "MsoIntenseQuote")) return void wordQuote(node, pasting, out);
      const item = wordItem(node);
      return item ? wordParagraph(node, item, pasting, out) : gather(node, pasting, out);
    }
    case "ul":
    case "ol":
      return void list(node, pasting, out);
    case "blockquote":
      return void out.push(...quoted(blocks(node, pasting)));
    case "pre":
      return void code(node, out);
    case "hr":
      return void out.push({ kind: "rule" });
    case "table":
      return void out.push(...table(node, pasting, blocks));
    default:
      gather(node, pasting, out);
  }
}

/** @param {Block[]} inner @returns {Block[]} */
const quoted = (inner) => (inner.length ? [{ kind: "quote", blocks: inner }] : []);

/** Word makes a quotation of each of its paragraphs. @param {PastedNode} node @param {import("./convert.js").Pasting} pasting @param {Block[]} out */
function wordQuote(node, pasting, out) {
  const inner = blocks(node, pasting), last = out.at(-1);
  if (last?.kind === "quote") last.blocks.push(...inner);
  else out.push(...quoted(inner));
}

/** @param {PastedNode} node */
function headingLevel(node) {
  const name = /^h([1-6])$/.exec(tag(node));
  if (name) return Number(name[1]);
  if (hasClass(node, "MsoTitle")) return 1;
  return tag(node) === "p" && /^[1-6]$/.test(style(node, "mso-outline-level")) ? Number(style(node, "mso-outline-level")) : 0;
}

/** @param {PastedNode} node @param {number} level @param {import("./convert.js").Pasting} pasting @param {Block[]} out */
function heading(node, level, pasting, out) {
  const number = wordItem(node)?.marker ?? "";
  const line = runs(node, pasting).map((run) => ({ ...run, kind: run.kind === "break" ? /** @type {const} */ ("text") : run.kind, text: run.kind === "break" ? " " : run.text, marks: run.marks.filter((m) => m !== "bold") }));
  const text = written(unindented(line));
  if (text) out.push({ kind: "heading", level, text: number && meaning(number)?.ordered !== false ? number + (/[、）．]$/.test(number) ? "" : " ") + text : text });
}

/** @param {PastedNode} node @param {import("./lists.js").WordItem} item @param {import("./convert.js").Pasting} pasting @param {Block[]} out */
function wordParagraph(node, item, pasting, out) {
  const line = runs(node, pasting);
  const kind = meaning(item.marker);
  if (!kind) {
    paragraph([{ kind: "text", text: item.marker, marks: [] }, ...line], out);
    return;
  }
  /** @type {Block[]} */
  const content = [];
  paragraph(bulletInText(node) ? withoutBullet(line) : line, content);
  if (content.length) place(out, item.level, kind, content);
}

/** @param {PastedNode} node @param {import("./convert.js").Pasting} pasting @param {Block[]} out */
function list(node, pasting, out) {
  /** @type {Block[][]} */
  const items = [];
  for (const child of node.childNodes) {
    if (isDropped(child) || pasting.notes.holds(child) || !textOf(child).trim() && tag(child) !== "li") continue;
    const content = blocks(tag(child) === "li" ? child : { nodeType: 1, nodeName: "LI", nodeValue: null, childNodes: [child] }, pasting);
    // A list right within a list belongs to the item before it, as some editors write.
    if ((tag(child) === "ul" || tag(child) === "ol") && items.length) items[items.length - 1].push(...content);
    else if (content.length) items.push(content);
  }
  if (items.length) out.push({ kind: "list", ordered: tag(node) === "ol", start: startOf(node), items });
}

/** @param {PastedNode} node @param {Block[]} out */
function code(node, out) {
  const inner = [...node.childNodes].find((n) => tag(n) === "code");
  const language = /\b(?:language|lang)-([\w+#-]+)/.exec(attribute(node, "class") + " " + (inner ? attribute(inner, "class") : ""))?.[1] ?? "";
  const text = textOf(node).replace(/\u00a0/g, " ").replace(/\r\n?/g, "\n").replace(/^\n|\s+$/g, "");
  if (text.trim()) out.push({ kind: "code", text, language });
}
