import { attribute, cleaned, isDropped, isText, isWide, style, tag, textOf } from "./dom.js";
import { code, destination, escaped } from "./escape.js";

/**
 * A stretch of text with its marks, something ready ("raw"), or the end of a
 * line. Word cuts one bold word into many spans: runs of the same marks are
 * written as one.
 * @typedef {{kind: "text"|"raw"|"break", text: string, marks: string[]}} Run
 */

/** The outermost mark first. A link is a mark too: "link " and its address. */
const order = ["link", "bold", "em", "strike", "sup", "sub", "code"];
const signs = { bold: ["**", "**"], em: ["*", "*"], strike: ["~~", "~~"], sup: ["<sup>", "</sup>"], sub: ["<sub>", "</sub>"] };
const kindOf = (/** @type {string} */ mark) => mark.split(" ", 1)[0];

/**
 * The runs of a node and all below it.
 * @param {import("./dom.js").PastedNode} node
 * @param {import("./convert.js").Pasting} pasting
 * @param {string[]} marks
 * @returns {Run[]}
 */
export function runs(node, pasting, marks = []) {
  if (isText(node)) return [{ kind: "text", text: cleaned(node.nodeValue ?? ""), marks }];
  if (isDropped(node)) return [];
  const raw = (/** @type {string} */ text) => (text ? [{ kind: /** @type {const} */ ("raw"), text, marks }] : []);
  switch (tag(node)) {
    case "br":
      return [{ kind: "break", text: "", marks: [] }];
    case "img":
      return raw(pasting.picture(node));
    case "a": {
      const note = pasting.notes.mark(node);
      if (note !== undefined) return raw(note);
    }
  }
  const inner = marked(node, marks);
  return [...node.childNodes].flatMap((child) => runs(child, pasting, inner));
}

/** The marks within a node. @param {import("./dom.js").PastedNode} node @param {string[]} outer */
function marked(node, outer) {
  const marks = new Set(outer);
  const set = (/** @type {string} */ mark, /** @type {boolean|undefined} */ on) => on !== undefined && (on ? marks.add(mark) : marks.delete(mark));
  const name = tag(node), weight = style(node, "font-weight"), slant = style(node, "font-style"), place = style(node, "vertical-align");
  if (name === "b" || name === "strong") set("bold", true);
  if (name === "i" || name === "em") set("em", true);
  if (weight) set("bold", weight === "bold" || weight === "bolder" || Number(weight) >= 600);
  if (slant) set("em", slant === "italic" || slant === "oblique");
  if (["s", "strike", "del"].includes(name) || style(node, "text-decoration").includes("line-through")) set("strike", true);
  if (["code", "kbd", "samp", "tt"].includes(name)) set("code", true);
  if (name === "sup" || place === "super") set("sup", true);
  if (name === "sub" || place === "sub") set("sub", true);
  const href = name === "a" ? attribute(node, "href").trim() : "";
  if (/^(https?:|mailto:|tel:)/i.test(href) && textOf(node).trim()) marks.add("link " + destination(href));
  return [...marks].sort((a, b) => order.indexOf(kindOf(a)) - order.indexOf(kindOf(b)));
}

/** @param {string} mark */
const opening = (mark) => (kindOf(mark) === "link" ? "[" : signs[mark]?.[0] ?? "");
/** @param {string} mark */
const closing = (mark) => (kindOf(mark) === "link" ? "](" + mark.slice(5) + ")" : signs[mark]?.[1] ?? "");

/**
 * The Markdown of runs, without white space around it. Marks never begin or
 * end at white space, where they would be none. The end of a line of HTML means
 * nothing between two Chinese characters, else a space.
 * @param {Run[]} list
 */
export function written(list) {
  let out = "", space = "";
  /** @type {string[]} */
  let open = [];
  const change = (/** @type {string[]} */ to) => {
    let same = 0;
    while (same < open.length && open[same] === to[same]) same++;
    while (open.length > same) out += closing(/** @type {string} */ (open.pop()));
    return () => {
      for (const mark of to.slice(same)) out += opening(mark), open.push(mark);
    };
  };
  for (const run of joined(list)) {
    if (run.kind === "break") {
      if (out && !out.endsWith("\\\n")) out += "\\\n";
      space = "";
      continue;
    }
    const core = run.kind === "raw" ? run.text : run.text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
    const lead = run.kind === "raw" ? "" : /^[ \t\r\n]*/.exec(run.text)?.[0] ?? "";
    space = gap(space + lead, out);
    if (!core) continue;
    const begin = change(run.kind === "raw" ? run.marks.filter((m) => kindOf(m) === "link") : run.marks);
    if (space && !out.endsWith("\\\n")) out += space === "\n" ? (isWide(lastOf(out)) && isWide(firstOf(core)) ? "" : " ") : " ";
    begin();
    out += run.kind === "raw" ? core : run.marks.includes("code") ? code(core.replace(/\s+/g, " ")) : words(core);
    space = run.kind === "raw" ? "" : gap(run.text.slice(lead.length + core.length), out);
  }
  change([]);
  return out.replace(/(\\\n)+$/, "");
}

/** The last character that is read, behind marks that close. @param {string} out */
const lastOf = (out) => [...out.replace(/[*~]+$/, "")].at(-1) ?? "";
/** @param {string} core */
const firstOf = (core) => [...core][0] ?? "";

/** @param {string} space @param {string} before */
const gap = (space, before) => (!space || !before ? "" : /[\r\n]/.test(space) ? "\n" : " ");

/** @param {string} text */
function words(text) {
  return escaped(text.replace(/[ \t\r\n]+/g, (white, at) =>
    /[\r\n]/.test(white) && isWide(text[at - 1]) && isWide([...text.slice(at + white.length)][0]) ? "" : " "));
}

/** Neighbours of the same marks become one. @param {Run[]} list */
function joined(list) {
  /** @type {Run[]} */
  const out = [];
  for (const run of list) {
    const last = out.at(-1);
    if (last?.kind === "text" && run.kind === "text" && last.marks.join() === run.marks.join()) last.text += run.text;
    else out.push({ ...run });
  }
  return out;
}

/** Runs parted where a line ends twice: such as many pages write paragraphs. @param {Run[]} list @returns {Run[][]} */
export function paragraphs(list) {
  /** @type {Run[][]} */
  const parts = [[]];
  list.forEach((run, i) => {
    const empty = run.kind === "text" && !run.text.trim();
    const rest = list.slice(i + 1).find((r) => r.kind !== "text" || r.text.trim());
    const before = parts[parts.length - 1].findLast((r) => r.kind !== "text" || r.text.trim());
    if (run.kind === "break" && (rest?.kind === "break" || !before)) {
      if (before) parts.push([]);
      return;
    }
    if (run.kind === "break" && !rest || empty && !before) return;
    parts[parts.length - 1].push(run);
  });
  return parts.filter((part) => part.length);
}
