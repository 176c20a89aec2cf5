/**
 * A picture that is still to be uploaded stands in the text as a picture
 * without an address, which no reader is shown: ![待上传：steppe.jpg（草原）]().
 * Checks find it by its empty address.
 * @param {string} word "待上传" or "To upload", in the language of the text
 * @param {string} name of the file, may be empty
 * @param {string} alt may be empty
 */
export function placeholder(word, name, alt) {
  const han = /\p{Script=Han}/u.test(word);
  const about = name + (alt ? (han ? "（" + alt + "）" : (name ? " " : "") + "(" + alt + ")") : "");
  return "![" + (word + (about ? (han ? "：" : ": ") + about : "")).replace(/\s+/g, " ").replace(/[[\]\\*`<]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\$&") + "]()";
}

/** All placeholders of a text: from and to in UTF-16 units, and what they say. @param {string} text @returns {{from: number, to: number, label: string}[]} */
export const placeholders = (text) =>
  [...text.matchAll(/!\[((?:\\.|[^\[\]\\\n])*)\]\((?:<>)?\)/g)].map((m) => ({ from: m.index, to: m.index + m[0].length, label: m[1] }));
