/** Text that says in Markdown what it says. It escapes only what would be read otherwise: an editor goes on writing in it. */

/** Within a line. @param {string} text */
export function escaped(text) {
  return text
    .replace(/\\(?=[!-/:-@[-`{-~])/g, "\\\\")
    .replace(/[*`]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/~/g, "\\~")
    .replace(/<(?=[A-Za-z/!?])/g, "\\<")
    .replace(/&(?=#?\w+;)/g, "\\&")
    .replace(/\[(?=\^|[^\]]*\][([:])/g, "\\[");
}

/** What begins a line would make a block of it. @param {string} line */
export function escapedStart(line) {
  return line
    .replace(/^(\s*)(#{1,6})(?=\s|$)/, "$1\\$2")
    .replace(/^(\s*)>/, "$1\\>")
    .replace(/^(\s*)([-+])(?=\s|$)/, "$1\\$2")
    .replace(/^(\s*)(-{2,}|={1,})(?=\s*$)/, "$1\\$2")
    .replace(/^(\s*\d{1,9})([.)])(?=\s|$)/, "$1\\$2")
    .replace(/^(\s*)\|/, "$1\\|");
}

/** The address of a link, as Markdown has it. @param {string} address */
export const destination = (address) => address.replace(/[\s<>]/g, encodeURIComponent).replace(/[()]/g, (c) => (c === "(" ? "%28" : "%29"));

/** A piece of code. @param {string} text */
export function code(text) {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((m) => m[0].length));
  const fence = "`".repeat(longest + 1);
  return longest || /^ .* $/.test(text) ? fence + " " + text + " " + fence : fence + text + fence;
}
