import { markdownLanguage } from "@codemirror/lang-markdown";

/**
 * How much text there is, by the rules of internal/hanzi/count.go and the text
 * of internal/markdown: a test in test/editor compares both. Reading rates and
 * their sources are there.
 */
const hanPerMinute = 332, wordsPerMinute = 238;

const han = /\p{Script=Han}/u, letter = /[\p{L}\p{N}\p{M}]/u, joint = /['’\-‐‑.,]/;

/** @typedef {{han: number, words: number}} Count */

/** Chinese characters, and words of other scripts. @param {string} text @returns {Count} */
export function countText(text) {
  const count = { han: 0, words: 0 };
  let inWord = false, joined = false;
  for (const character of text) {
    if (han.test(character)) {
      count.han++;
      inWord = false;
    } else if (letter.test(character)) {
      if (!inWord) count.words++;
      inWord = true;
      joined = false;
    } else if (inWord && !joined && joint.test(character)) {
      joined = true;
    } else {
      inWord = joined = false;
    }
  }
  return count;
}

/** Whole minutes that reading takes. @param {Count} count */
export const minutes = (count) => Math.ceil(count.han / hanPerMinute + count.words / wordsPerMinute);

/** What no reader reads as text. A picture's alternative is none either. */
const unread = new Set(["Image", "URL", "LinkTitle", "ListMark", "HTMLTag", "CodeInfo", "LinkLabel", "Comment", "CommentBlock", "ProcessingInstruction", "TableDelimiter"]);

/** What a reader reads of Markdown; marks that count for nothing may be left in. @param {string} source */
export function readable(source) {
  // A footnote's name is no text, and its definition is not that of a link, as the parser takes it to be.
  const text = source.replace(/^( {0,3})\[\^[^\]\s]+\]:/gm, (mark) => " ".repeat(mark.length)).replace(/\[\^[^\]\s]+\]/g, (mark) => "\u0000".repeat(mark.length));
  let out = "", from = 0;
  markdownLanguage.parser.parse(text).iterate({
    enter(node) {
      if (!unread.has(node.name)) return undefined;
      // An address between angle brackets is its own text.
      if (node.name === "URL" && node.node.parent?.name !== "Link" && node.node.parent?.name !== "LinkReference" && node.node.parent?.name !== "Image") return undefined;
      const caption = node.name === "Image" ? captionOf(text, node.node) : "";
      out += text.slice(from, node.from) + caption + (node.name === "HTMLTag" || node.name === "LinkLabel" ? "" : " ");
      from = node.to;
      return false;
    },
  });
  return unescaped((out + text.slice(from)).replace(/\u0000+/g, ""));
}

/** The title of a picture in a paragraph of its own is a caption. @param {string} text @param {import("@lezer/common").SyntaxNode} image */
function captionOf(text, image) {
  const title = image.getChild("LinkTitle");
  const alone = image.parent?.name === "Paragraph" && text.slice(image.parent.from, image.parent.to).trim() === text.slice(image.from, image.to);
  return title && alone ? text.slice(title.from + 1, title.to - 1) : "";
}

/** Marks within a word do not part it; one behind a backslash is text. @param {string} text */
const unescaped = (text) =>
  text.replace(/\\([!-/:-@[-`{-~])|[*`]|~~|(?<!\p{L})_|_(?!\p{L})|&(?:#\d+|#x[\da-f]+|\w+);/giu, (mark, behind) => behind ?? (mark.startsWith("&") ? entity(mark) : ""));

/** The few that editors write; what another stands for counts at most once either way. @param {string} written */
function entity(written) {
  const code = /^&#(x?)([\da-f]+);$/i.exec(written);
  if (code) return String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(code[2], code[1] ? 16 : 10)) || 0xfffd);
  return { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&nbsp;": "\u00a0", "&mdash;": "—", "&hellip;": "…" }[written] ?? "";
}
