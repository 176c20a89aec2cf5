import { blocks } from "./blocks.js";
import { attribute, cleaned } from "./dom.js";
import { Notes } from "./notes.js";
import { print } from "./print.js";

/**
 * What is known while one clipboard is read.
 * @typedef {{notes: Notes, picture: (node: import("./dom.js").PastedNode) => string}} Pasting
 */

/**
 * Rich text as Markdown in our dialect: headings from ## on, since the headline
 * is the page's; **bold**, *emphasis*, ~~struck out~~, links, lists (those that
 * Word only draws, too), tables, quotations, code, footnotes. What was deleted
 * or commented with Word's tools is left out. A picture becomes what
 * placeholder makes of it.
 *
 * A library was weighed: turndown (with its plugin for tables, not kept since
 * 2018) knows neither Word's lists nor its footnotes and deletions, writes a
 * word that Word cut into three bold spans as three bold pieces, and puts a
 * space where Word broke a line of Chinese.
 *
 * @param {import("./dom.js").PastedNode} root the body of the parsed clipboard
 * @param {{firstNote?: number, placeholder: (name: string, alt: string) => string}} options firstNote is the number of the first footnote that is free
 * @returns {string}
 */
export function toMarkdown(root, { firstNote = 1, placeholder }) {
  const notes = new Notes(root, firstNote);
  /** @type {Pasting} */
  const pasting = { notes, picture: (node) => (isDot(node) ? "" : placeholder(fileName(node), cleaned(attribute(node, "alt")).trim())) };
  const text = blocks(root, pasting);
  /** @type {string[]} */
  const parts = [print(shifted(text))];
  for (const [number, node] of notes.used()) {
    const note = print(blocks({ nodeType: 1, nodeName: "DIV", nodeValue: null, childNodes: node.childNodes }, pasting));
    parts.push("[^" + number + "]: " + note.replace(/\n(?=[^\n])/g, "\n    "));
  }
  return parts.filter(Boolean).join("\n\n");
}

/** The highest heading becomes the second level. @param {import("./blocks.js").Block[]} list */
function shifted(list) {
  const levels = list.flatMap((b) => (b.kind === "heading" ? [b.level] : []));
  const by = 2 - Math.min(2, ...levels);
  return list.map((b) => (b.kind === "heading" ? { ...b, level: Math.min(6, b.level + by) } : b));
}

/** Pictures of a pixel count visits. @param {import("./dom.js").PastedNode} node */
const isDot = (node) => ["width", "height"].some((side) => /^[01](px)?$/.test(attribute(node, side)));

/** The name of a picture's file, "" when its address has none. @param {import("./dom.js").PastedNode} node */
function fileName(node) {
  const address = attribute(node, "data-src") || attribute(node, "src");
  if (/^(data|blob):/i.test(address)) return "";
  const last = address.split(/[?#]/)[0].split(/[/\\]/).at(-1) ?? "";
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
