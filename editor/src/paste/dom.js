/**
 * What pasted HTML says of itself: names, styles, what is not to be read. Only
 * nodeType, nodeName, nodeValue, childNodes and getAttribute are used, so that
 * tests need no browser.
 */

/** @typedef {{nodeType: number, nodeName: string, nodeValue: string|null, childNodes: Iterable<any>, getAttribute?: (name: string) => string|null}} PastedNode */

const element = 1, text = 3;

/** @param {PastedNode} node */
export const isText = (node) => node.nodeType === text;

/** The lower-case name of an element, "" of anything else. @param {PastedNode} node */
export const tag = (node) => (node.nodeType === element ? node.nodeName.toLowerCase() : "");

/** @param {PastedNode} node @param {string} name */
export const attribute = (node, name) => node.getAttribute?.(name) ?? "";

/** @param {PastedNode} node @param {string} name */
export const hasClass = (node, name) => attribute(node, "class").toLowerCase().split(/\s+/).includes(name.toLowerCase());

/**
 * HTML whose style attributes are called data-style, and without style sheets:
 * a browser that parses them, even into a document that nobody sees, complains
 * of each that the page's policy forbids it.
 * @param {string} html
 */
export const withoutStyles = (html) =>
  html.replace(/<style\b[^]*?<\/style\s*>/gi, "").replace(/<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/gi, (tag) => tag.replace(/([\s"'])style\s*=/gi, "$1data-style="));

/** One property of the style attribute, lower-case. @param {PastedNode} node @param {string} property */
export function style(node, property) {
  for (const declaration of (attribute(node, "data-style") || attribute(node, "style")).split(";")) {
    const colon = declaration.indexOf(":");
    if (colon > 0 && declaration.slice(0, colon).trim().toLowerCase() === property) return declaration.slice(colon + 1).trim().toLowerCase();
  }
  return "";
}

/** All text below a node. @param {PastedNode} node @returns {string} */
export const textOf = (node) => (isText(node) ? node.nodeValue ?? "" : [...node.childNodes].map(textOf).join(""));

/** The first node below that the test accepts. @param {PastedNode} node @param {(n: PastedNode) => boolean} test @returns {PastedNode|undefined} */
export function find(node, test) {
  for (const child of node.childNodes) {
    if (test(child)) return child;
    const found = find(child, test);
    if (found) return found;
  }
  return undefined;
}

const blocks = new Set(("address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form " +
  "h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table ul").split(" "));

/** @param {PastedNode} node */
export const isBlock = (node) => blocks.has(tag(node));

const unread = new Set(("audio button canvas colgroup embed head iframe input link math meta noscript object rp rt script select " +
  "style svg template textarea title video xml").split(" "));

/**
 * What a reader of the page or document did not see as its text: scripts,
 * hidden parts, comments, deletions that Word tracks, headers of printed pages,
 * and the arrows that lead back from a note.
 * @param {PastedNode} node
 */
export function isDropped(node) {
  if (isText(node)) return false;
  const name = tag(node);
  if (!name || unread.has(name) || /^[vw]:/.test(name)) return true;
  if (style(node, "display") === "none" || style(node, "mso-hide") === "all" || style(node, "mso-list") === "ignore") return true;
  if (/^(comment|header|footer|comment-list)$/.test(style(node, "mso-element"))) return true;
  // On the web, struck out text is meant to be seen; what Word has as deleted names who and when.
  if (name === "del" && (attribute(node, "datetime") || attribute(node, "cite"))) return true;
  return ["msodel", "msocomanchor", "msocommentreference", "msocommenttext", "footnote-back", "mw-editsection", "mw-cite-backlink"].some((c) => hasClass(node, c)) ||
    attribute(node, "role") === "doc-backlink";
}

/** Han characters, and the marks that stand as wide as they. */
const wide = /[\p{Script=Han}\u3001-\u303f\uff01-\uff60\u2018\u2019\u201c\u201d\u2014\u2026]/u;

/** @param {string} character */
export const isWide = (character) => wide.test(character);

/** Spaces that do not break are spaces; marks that nobody sees go. @param {string} value */
export const cleaned = (value) => value.replace(/[\u00a0\u2000-\u200a\u202f\u205f]/g, " ").replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u0000-\u0008\u000b-\u001f]/g, "");
