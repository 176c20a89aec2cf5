import { element } from "./element.js";

/**
 * Offers the newest text that another page of this browser kept and the server
 * has not. One that was sent with the form has arrived when its article has a
 * newer version since, or the server's working copy is younger.
 * @param {{copies: import("./copies.js").Copies, text: string, version: string, kept: number, say: import("./words.js").Say, lang: string,
 *   restore: (copy: import("./copies.js").Copy) => void}} parts
 * @returns {HTMLElement|undefined}
 */
export function recovery({ copies, text, version, kept, say, lang, restore }) {
  for (const copy of copies.others()) {
    if (copy.text === text || (copy.submitted && (Number(copy.version) < Number(version) || copy.at < kept))) copies.drop(copy.id);
  }
  const copy = copies.others()[0];
  if (!copy) return undefined;
  const at = new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "short" }).format(copy.at);
  const banner = element("div", { class: "editor-recovery", role: "group", "aria-label": say("recover") },
    element("p", { role: "status" }, say(copy.version === version ? "recover.offer" : "recover.older", at)),
    element("button", { type: "button", "data-recover": true, click: () => (banner.remove(), restore(copy)) }, say("recover.yes")),
    element("button", { type: "button", "data-discard": true, click: () => (banner.remove(), copies.drop(copy.id)) }, say("recover.no")));
  return banner;
}
