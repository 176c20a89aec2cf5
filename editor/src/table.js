import { syntaxTree } from "@codemirror/language";

/**
 * A table of the text with the cell that the cursor is in; row 0 is the head,
 * the line of dashes is none.
 * @typedef {{from: number, to: number, rows: string[][], marks: string[], row: number, column: number}} Table
 * @typedef {import("@codemirror/state").StateCommand} StateCommand
 * @typedef {import("@codemirror/state").EditorState} EditorState
 */

/** The cells of a line: a bar behind a backslash is none. @param {string} line */
export function cells(line) {
  const inner = line.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "");
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

/** @param {EditorState} state @returns {Table|undefined} */
export function tableAt(state) {
  const head = state.selection.main.head;
  let node = syntaxTree(state).resolveInner(head, -1);
  if (!within(node)) node = syntaxTree(state).resolveInner(head, 1);
  const table = within(node);
  if (!table) return undefined;
  const first = state.doc.lineAt(table.from), last = state.doc.lineAt(table.to);
  // Within a quotation or a list every line begins with marks of those.
  if (table.from !== first.from || state.doc.lineAt(head).number > last.number) return undefined;
  const rows = [];
  for (let n = first.number; n <= last.number; n++) rows.push(cells(state.doc.line(n).text));
  const width = rows[0].length;
  const [marks] = rows.splice(1, 1);
  for (const row of rows) row.length = width, row.forEach((_, i) => (row[i] ??= ""));
  const line = state.doc.lineAt(head), number = line.number - first.number;
  const column = Math.min(width, Math.max(1, line.text.slice(0, head - line.from).split(/(?<!\\)\|/).length - (/^\s*\|/.test(line.text) ? 1 : 0))) - 1;
  return { from: first.from, to: last.to, rows: rows.map((row) => Array.from(row, (cell) => cell ?? "")), marks, row: number < 2 ? 0 : number - 1, column };
}

/** @param {import("@lezer/common").SyntaxNode} node */
function within(node) {
  for (let n = /** @type {import("@lezer/common").SyntaxNode|null} */ (node); n; n = n.parent) if (n.name === "Table") return n;
  return undefined;
}

/** The table's lines, and where each cell of the text begins. @param {Table} table */
function printed({ rows, marks }) {
  const all = [rows[0], rows[0].map((_, i) => marks[i] || "---"), ...rows.slice(1)];
  let text = "";
  const starts = all.map((row) => {
    if (text) text += "\n";
    text += "|";
    return row.map((cell) => {
      const at = text.length + 1;
      text += " " + cell + " |";
      return at;
    });
  });
  starts.splice(1, 1);
  return { text, starts };
}

/** @param {(table: Table) => void} change what changes its rows, row or column @returns {StateCommand} */
const changing = (change) => ({ state, dispatch }) => {
  const table = tableAt(state);
  if (!table) return false;
  change(table);
  const row = Math.min(Math.max(table.row, 0), table.rows.length - 1), column = Math.min(Math.max(table.column, 0), table.rows[0].length - 1);
  const { text, starts } = printed(table), from = table.from + starts[row][column];
  dispatch(state.update({ changes: { from: table.from, to: table.to, insert: text }, selection: { anchor: from, head: from + table.rows[row][column].length }, scrollIntoView: true, userEvent: "input.table" }));
  return true;
};

export const addRow = changing((t) => {
  t.rows.splice(t.row + 1, 0, t.rows[0].map(() => ""));
  t.row++;
});

export const addColumn = changing((t) => {
  t.rows.forEach((row) => row.splice(t.column + 1, 0, ""));
  t.marks.splice(t.column + 1, 0, "---");
  t.column++;
});

/** The head stays: a table has one. */
export const removeRow = changing((t) => {
  if (t.row > 0) t.rows.splice(t.row, 1);
});

export const removeColumn = changing((t) => {
  if (t.rows[0].length < 2) return;
  t.rows.forEach((row) => row.splice(t.column, 1));
  t.marks.splice(t.column, 1);
});

/** Goes to the next cell, or the one before; beyond the last the key is the page's again. @param {1|-1} by @returns {StateCommand} */
export const toCell = (by) => ({ state, dispatch }) => {
  const table = tableAt(state);
  if (!table) return false;
  const width = table.rows[0].length, at = table.row * width + table.column + by;
  if (at < 0 || at >= table.rows.length * width) return false;
  return changing((t) => {
    t.row = Math.floor(at / width);
    t.column = at % width;
  })({ state, dispatch });
};

/** Puts a table of three by three below the line. @type {StateCommand} */
export const newTable = ({ state, dispatch }) => {
  if (tableAt(state)) return false;
  const line = state.doc.lineAt(state.selection.main.head);
  const { text, starts } = printed({ from: 0, to: 0, rows: [["", "", ""], ["", "", ""], ["", "", ""]], marks: [], row: 0, column: 0 });
  const lead = line.text.trim() ? "\n\n" : line.number > 1 && state.doc.line(line.number - 1).text.trim() ? "\n" : "";
  const tail = line.number < state.doc.lines && state.doc.line(line.number + 1).text.trim() ? "\n" : "";
  dispatch(state.update({ changes: { from: line.to, insert: lead + text + tail }, selection: { anchor: line.to + lead.length + starts[0][0] }, scrollIntoView: true, userEvent: "input.table" }));
  return true;
};
