/** @typedef {import("@codemirror/state").StateCommand} StateCommand */

const definition = /^ {0,3}\[\^([^\]\s]+)\]:[ \t]?/;

/** The number that the next footnote gets: one more than the highest. @param {string} text */
export const nextNote = (text) => 1 + Math.max(0, ...[...text.matchAll(/\[\^(\d{1,6})\]/g)].map((m) => Number(m[1])));

/**
 * Makes a footnote at the cursor and goes to where it is written; from there,
 * and from a mark that is already there, it goes to the other end.
 * @type {StateCommand}
 */
export const footnote = ({ state, dispatch }) => {
  const text = state.doc.toString(), head = state.selection.main.head;
  const go = (/** @type {number} */ at) => dispatch(state.update({ selection: { anchor: at }, scrollIntoView: true, userEvent: "select" }));
  const line = state.doc.lineAt(head), within = definition.exec(line.text);
  if (within) {
    const label = "[^" + within[1] + "]";
    const mark = [...text.matchAll(new RegExp(escape(label), "g"))].find((m) => m.index !== line.from + within[0].indexOf("["));
    if (mark) go(mark.index + label.length);
    return true;
  }
  for (const mark of line.text.matchAll(/\[\^([^\]\s]+)\]/g)) {
    const from = line.from + mark.index;
    if (head < from || head > from + mark[0].length) continue;
    const note = new RegExp("^ {0,3}" + escape(mark[0]) + ":[ \\t]?", "m").exec(text);
    if (note) {
      go(state.doc.lineAt(note.index).to);
      return true;
    }
  }
  const label = "[^" + nextNote(text) + "]", at = state.selection.main.to;
  const end = text.trimEnd();
  // Notes stand together at the end, one below the other.
  const last = end.slice(end.lastIndexOf("\n") + 1);
  const gap = end.length <= at ? "\n\n" : definition.test(last) ? "\n" : "\n\n";
  const note = gap + label + ": ";
  const from = Math.max(end.length, at);
  dispatch(state.update({
    changes: [{ from: at, insert: label }, { from, to: text.length, insert: note + "\n" }],
    selection: { anchor: from + label.length + note.length },
    scrollIntoView: true,
    userEvent: "input.footnote",
  }));
  return true;
};

/** @param {string} text */
const escape = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
