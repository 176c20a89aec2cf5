import { insertNewlineContinueMarkupCommand } from "@codemirror/lang-markdown";
import { EditorSelection } from "@codemirror/state";

/** @typedef {import("@codemirror/state").StateCommand} StateCommand */

/** Goes on with a list or quotation on the next line; an empty item ends its list. */
export const continueMarkup = insertNewlineContinueMarkupCommand({ nonTightLists: false });

/** What stands before the words of a line: marks of quotations, lists, headings. */
const before = /^\s*(?:(?:>|[-+*]|\d{1,9}[.)]|#{1,6})\s+)*/;

/** How many asterisks end a text, or begin it. @param {string} text @param {boolean} end */
const asterisks = (text, end) => (end ? /\**$/ : /^\**/).exec(text)?.[0].length ?? 0;

/** Whether n asterisks are emphasis of this width, 1 or 2: three are both. @param {number} n @param {number} width */
const has = (n, width) => (width === 1 ? n % 2 === 1 : n >= 2);

/**
 * Makes what is selected bold (width 2) or emphasised (1), or takes that away;
 * line by line, since emphasis ends with its paragraph, and without the white
 * space at the ends, beside which it would be none.
 * @param {1|2} width
 * @returns {StateCommand}
 */
export const emphasise = (width) => ({ state, dispatch }) => {
  const mark = "*".repeat(width);
  dispatch(state.update(state.changeByRange((range) => {
    const parts = range.empty ? [{ from: range.from, to: range.to }] : pieces(state, range);
    const doc = state.doc;
    const around = (/** @type {{from: number, to: number}} */ p) => Math.min(asterisks(doc.sliceString(Math.max(0, p.from - 3), p.from), true), asterisks(doc.sliceString(p.to, p.to + 3), false));
    const within = (/** @type {{from: number, to: number}} */ p) => p.to - p.from > 2 * width ? Math.min(asterisks(doc.sliceString(p.from, p.to), false), asterisks(doc.sliceString(p.from, p.to), true)) : 0;
    const on = parts.length > 0 && parts.every((p) => has(around(p), width) || has(within(p), width));
    const changes = parts.flatMap((p) => {
      if (!on) return has(around(p), width) || has(within(p), width) ? [] : [{ from: p.from, insert: mark }, { from: p.to, insert: mark }];
      return has(around(p), width)
        ? [{ from: p.from - width, to: p.from }, { from: p.to, to: p.to + width }]
        : [{ from: p.from, to: p.from + width }, { from: p.to - width, to: p.to }];
    });
    const set = state.changes(changes);
    // What was selected stays selected; without a selection the cursor stands between the marks.
    if (range.empty) return { changes: set, range: EditorSelection.cursor(on ? range.from - width : range.from + width) };
    return { changes: set, range: EditorSelection.range(set.mapPos(parts[0]?.from ?? range.from, 1), set.mapPos(parts.at(-1)?.to ?? range.to, -1)) };
  }), { userEvent: "input.format", scrollIntoView: true }));
  return true;
};

/** The words of a range, line by line. @param {import("@codemirror/state").EditorState} state @param {{from: number, to: number}} range */
function pieces(state, range) {
  const parts = [];
  for (let at = range.from; at <= range.to;) {
    const line = state.doc.lineAt(at);
    let from = Math.max(range.from, line.from + (before.exec(line.text)?.[0].length ?? 0)), to = Math.min(range.to, line.to);
    const text = state.doc.sliceString(from, Math.max(from, to));
    from += text.length - text.trimStart().length;
    to -= text.length - text.trimEnd().length;
    if (from < to) parts.push({ from, to });
    at = line.to + 1;
  }
  return parts;
}

/** Changes every selected line that is not empty. @param {(text: string, n: number) => string} change @returns {StateCommand} */
const lines = (change) => ({ state, dispatch }) => {
  /** @type {{from: number, to: number, insert: string}[]} */
  const changes = [];
  let n = 0;
  for (const range of state.selection.ranges) {
    for (let at = range.from; at <= range.to;) {
      const line = state.doc.lineAt(at);
      if (line.text.trim() || range.empty) {
        const text = change(line.text, n++);
        // Only the beginning changes, so that the selection stays where it is.
        const tail = commonEnd(line.text, text);
        if (text !== line.text) changes.push({ from: line.from, to: line.to - tail, insert: text.slice(0, text.length - tail) });
      }
      at = line.to + 1;
    }
  }
  const set = state.changes(changes);
  dispatch(state.update({ changes: set, selection: state.selection.map(set, 1), userEvent: "input.format", scrollIntoView: true }));
  return true;
};

/** @param {string} a @param {string} b */
function commonEnd(a, b) {
  let n = 0;
  while (n < a.length && n < b.length && a[a.length - 1 - n] === b[b.length - 1 - n]) n++;
  return n;
}

/** Selected lines that have words. @param {import("@codemirror/state").EditorState} state */
function selectedLines(state) {
  const { from, to } = state.selection.main;
  const list = [];
  for (let at = from; at <= to;) {
    const line = state.doc.lineAt(at);
    if (line.text.trim()) list.push(line.text);
    at = line.to + 1;
  }
  return list;
}

/** Makes the lines headings of a level, 2 to 6, or plain with 0. @param {number} level @returns {StateCommand} */
export const heading = (level) => lines((text) => (level ? "#".repeat(level) + " " : "") + text.replace(/^\s{0,3}#{1,6}(\s+|$)/, ""));

/** Plain, ##, ###, plain: the headline is the page's. @type {StateCommand} */
export const nextHeading = (target) => {
  const now = /^\s{0,3}(#{1,6})(\s|$)/.exec(target.state.doc.lineAt(target.state.selection.main.from).text)?.[1].length ?? 0;
  return heading(now < 2 ? 2 : now === 2 ? 3 : 0)(target);
};

const item = /^(\s*)(?:[-+*]|\d{1,9}[.)])\s+/;

/** Makes a list of the lines, or plain lines of a list. @param {boolean} ordered @returns {StateCommand} */
export const list = (ordered) => (target) => {
  const sign = ordered ? /^\s*\d{1,9}[.)]\s+/ : /^\s*[-+*]\s+/;
  const chosen = selectedLines(target.state), off = chosen.length > 0 && chosen.every((text) => sign.test(text));
  return lines((text, n) => (off ? text.replace(item, "$1") : /^\s*/.exec(text)?.[0] + (ordered ? n + 1 + ". " : "- ") + text.replace(item, "$1").trimStart()))(target);
};

/** @type {StateCommand} */
export const quote = (target) => {
  const chosen = selectedLines(target.state), off = chosen.length > 0 && chosen.every((text) => /^\s{0,3}>/.test(text));
  return lines((text) => (off ? text.replace(/^(\s{0,3})>\s?/, "$1") : "> " + text))(target);
};

/** Whether a text is an address and nothing else. @param {string} text */
export const isAddress = (text) => /^(https?:\/\/|mailto:)\S+$/i.test(text);

/** Makes a link of what is selected; the cursor goes to what is missing. @type {StateCommand} */
export const link = ({ state, dispatch }) => {
  dispatch(state.update(state.changeByRange((range) => {
    const text = state.sliceDoc(range.from, range.to), address = isAddress(text);
    const insert = address ? "[](" + text + ")" : "[" + text + "]()";
    return { changes: { from: range.from, to: range.to, insert }, range: EditorSelection.cursor(range.from + (address || !text ? 1 : insert.length - 1)) };
  }), { userEvent: "input.format", scrollIntoView: true }));
  return true;
};
