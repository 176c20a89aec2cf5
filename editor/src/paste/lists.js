import { attribute, cleaned, find, isText, style, tag, textOf } from "./dom.js";

/**
 * Word and WPS write a list as paragraphs: what they are is in a style, and the
 * number or bullet in a span of its own.
 * @typedef {{level: number, marker: string}} WordItem
 */

const bullets = /^[·•●○◦■□◆◇▪▫➢➤✓✔§ØüoqlnuwvÞ\-–—*]$/u;

/** @param {import("./dom.js").PastedNode} node @returns {WordItem|undefined} */
export function wordItem(node) {
  const told = /level(\d+)/.exec(style(node, "mso-list"));
  const span = find(node, (n) => style(n, "mso-list") === "ignore");
  if (told && span) return { level: Number(told[1]), marker: cleaned(textOf(span)).trim() };
  if (!/msolist/i.test(attribute(node, "class"))) return undefined;
  const bare = /^\s*([·•●■◆▪§])[\s\u00a0]+/u.exec(textOf(node));
  return bare ? { level: 1, marker: bare[1] } : undefined;
}

/**
 * What a marker means: a bullet, the number of an item, or words that have to
 * stay, such as 一、 before a section.
 * @param {string} marker
 * @returns {{ordered: boolean, start: number}|undefined}
 */
export function meaning(marker) {
  if (bullets.test(marker)) return { ordered: false, start: 1 };
  const number = /^[(（]?(\d{1,9})[.)、）．]?$/.exec(marker);
  if (number) return { ordered: true, start: Number(number[1]) };
  const letter = /^[(（]?([a-z]|[ivx]+)[.)）]$/i.exec(marker);
  return letter ? { ordered: true, start: 1 } : undefined;
}

/** A bullet that stands in the text itself is taken out of the first run. @param {import("./inline.js").Run[]} list */
export function withoutBullet(list) {
  const first = list.find((run) => run.kind === "text" && run.text.trim());
  if (first) first.text = first.text.replace(/^\s*[·•●■◆▪§]\s+/u, "");
  return list;
}

/** Whether a list paragraph has its bullet in the text. @param {import("./dom.js").PastedNode} node */
export const bulletInText = (node) => !find(node, (n) => !isText(n) && style(n, "mso-list") === "ignore");

/** @typedef {import("./blocks.js").Block} Block */

/**
 * Puts an item where its level says: below the last item of the level above.
 * @param {Block[]} out
 * @param {number} level
 * @param {{ordered: boolean, start: number}} kind
 * @param {Block[]} content
 */
export function place(out, level, kind, content) {
  const last = out.at(-1);
  if (level > 1 && last?.kind === "list") {
    place(last.items[last.items.length - 1], level - 1, kind, content);
    return;
  }
  if (last?.kind === "list" && last.word && last.ordered === kind.ordered) last.items.push(content);
  else out.push({ kind: "list", ordered: kind.ordered, start: kind.start, items: [content], word: true });
}

/** @param {import("./dom.js").PastedNode} node */
export const startOf = (node) => Math.max(0, Number.parseInt(tag(node) === "ol" ? attribute(node, "start") || "1" : "1", 10) || 0);
