/** @typedef {(key: string, ...args: (string|number)[]) => string} Say */

/**
 * The interface's words, which the page brings in its own language as
 * <script type="application/json" data-words>; "%s" takes an argument. An
 * unknown key shows as itself in ⟦⟧.
 * @param {HTMLElement} form
 * @returns {Say}
 */
export function wordsOf(form) {
  /** @type {Record<string, string>} */
  let words = {};
  try {
    words = JSON.parse(form.querySelector("script[data-words]")?.textContent ?? "{}");
  } catch { /* every word shows that it is missing */ }
  return (key, ...args) => (words[key] ?? "⟦" + key + "⟧").replace(/%s/g, () => String(args.shift() ?? ""));
}
