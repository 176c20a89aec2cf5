import { attribute, find, hasClass, isDropped, style, tag } from "./dom.js";

/** A reference to a note of Word or WPS: "#_ftn1", "#_edn2". */
const ofWord = /#_?((?:ftn|edn)\d+)$/i;
const backOfWord = /#_?((?:ftn|edn)ref\d+)$/i;

/** @typedef {import("./dom.js").PastedNode} PastedNode */

/**
 * The footnotes of what is pasted. Their numbers begin where those of the text
 * end, in the order in which the marks are met.
 */
export class Notes {
  /** @param {PastedNode} root @param {number} first */
  constructor(root, first) {
    this.next = first;
    /** @type {Map<string, PastedNode>} */
    this.definitions = new Map();
    /** @type {Map<string, number>} */
    this.numbers = new Map();
    this.collect(root, false);
    this.bodies = new Set(this.definitions.values());
  }

  /** @param {PastedNode} node @param {boolean} within */
  collect(node, within) {
    for (const child of node.childNodes) {
      if (isDropped(child)) continue;
      const id = attribute(child, "id"), kind = style(child, "mso-element");
      if (/^(footnote|endnote)$/.test(kind) && id) {
        this.definitions.set(id.toLowerCase(), child);
        continue;
      }
      const back = tag(child) === "p" && find(child, (n) => tag(n) === "a" && backOfWord.test(attribute(n, "href")));
      if (back) {
        this.definitions.set(attribute(back, "href").replace(/.*#_?/, "").replace(/ref/i, "").toLowerCase(), child);
        continue;
      }
      if (within && tag(child) === "li" && id) {
        this.definitions.set(id.toLowerCase(), child);
        continue;
      }
      this.collect(child, within || isNoteList(child));
    }
  }

  /** Whether a node holds notes, which are written behind the text. @param {PastedNode} node */
  holds(node) {
    return this.bodies.has(node) || /^(footnote|endnote)-list$/.test(style(node, "mso-element")) || (isNoteList(node) && !!find(node, (n) => this.bodies.has(n)));
  }

  /**
   * What stands for a link: "[^2]" when it leads to a note, nothing when it
   * leads back from one, undefined when it is any other link.
   * @param {PastedNode} link
   */
  mark(link) {
    const href = attribute(link, "href");
    if (backOfWord.test(href)) return "";
    const word = ofWord.exec(href);
    const id = (word ? word[1] : decoded(/#(.+)$/.exec(href)?.[1] ?? "")).toLowerCase();
    if (!id || !this.definitions.has(id)) return word ? "" : undefined;
    let number = this.numbers.get(id);
    if (number === undefined) this.numbers.set(id, (number = this.next++));
    return "[^" + number + "]";
  }

  /** The notes that are referred to: number and node. A note may refer to another. @returns {Generator<[number, PastedNode]>} */
  * used() {
    for (const [id, number] of this.numbers) yield [number, /** @type {PastedNode} */ (this.definitions.get(id))];
  }
}

/** @param {PastedNode} node */
const isNoteList = (node) => attribute(node, "role") === "doc-endnotes" || ["footnotes", "references", "endnotes", "footnote-list"].some((c) => hasClass(node, c));

/** @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
