// The commands of toolbar and keys, on a state without a browser. In the texts
// "‸" is the cursor, "⟦⟧" is what is selected.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ensureSyntaxTree } from "@codemirror/language";
import { EditorSelection, EditorState } from "@codemirror/state";
import { continueMarkup, emphasise, heading, link, list, nextHeading, quote } from "../src/commands.js";
import { footnote } from "../src/footnote.js";
import { language } from "../src/language.js";
import { headings } from "../src/outline.js";
import { addColumn, addRow, newTable, removeColumn, removeRow, toCell } from "../src/table.js";

/** @param {string} text */
function stateOf(text) {
  const at = text.indexOf("‸"), from = at >= 0 ? at : text.indexOf("⟦"), to = at >= 0 ? at : text.indexOf("⟧") - 1;
  const state = EditorState.create({ doc: text.replace(/[‸⟦⟧]/g, ""), selection: EditorSelection.single(from, to), extensions: language });
  ensureSyntaxTree(state, state.doc.length, 1000);
  return state;
}

/** @param {EditorState} state */
function textOf(state) {
  const doc = state.doc.toString(), { from, to, empty } = state.selection.main;
  return empty ? doc.slice(0, from) + "‸" + doc.slice(from) : doc.slice(0, from) + "⟦" + doc.slice(from, to) + "⟧" + doc.slice(to);
}

/** @param {import("@codemirror/state").StateCommand} command @param {string} text */
function after(command, text) {
  let state = stateOf(text);
  const done = command({ state, dispatch: (t) => { state = t.state; } });
  return done ? textOf(state) : false;
}

const bold = emphasise(2), em = emphasise(1);
/** @type {[string, import("@codemirror/state").StateCommand, string, string|false][]} */
const cases = [
  ["bold", bold, "今年⟦绿电⟧外送", "今年**⟦绿电⟧**外送"],
  ["bold again", bold, "今年**⟦绿电⟧**外送", "今年⟦绿电⟧外送"],
  ["bold with its marks", bold, "今年⟦**绿电**⟧外送", "今年⟦绿电⟧外送"],
  ["white space stays out", bold, "a ⟦ b ⟧c", "a  **⟦b⟧** c"],
  ["line by line, behind the marks", bold, "⟦- 甲\n\n> 乙⟧", "- **⟦甲**\n\n> **乙⟧**"],
  ["between the marks", bold, "a‸", "a**‸**"],
  ["and away again", bold, "a**‸**", "a‸"],
  ["emphasis in bold", em, "**⟦甲⟧**", "***⟦甲⟧***"],
  ["emphasis out of bold", em, "***⟦甲⟧***", "**⟦甲⟧**"],
  ["bold out of both", bold, "***⟦甲⟧***", "*⟦甲⟧*"],
  ["heading", nextHeading, "小节‸", "## 小节‸"],
  ["next heading", nextHeading, "## 小‸节", "### 小‸节"],
  ["no heading", nextHeading, "### 小‸节", "小‸节"],
  ["heading of a level", heading(4), "# a‸", "#### a‸"],
  ["list", list(false), "⟦甲\n\n乙⟧", "- ⟦甲\n\n- 乙⟧"],
  ["numbers of bullets", list(true), "⟦- 甲\n- 乙⟧", "⟦1. 甲\n2. 乙⟧"],
  ["no list", list(false), "- 甲‸", "甲‸"],
  ["empty list", list(false), "‸", "- ‸"],
  ["quotation", quote, "甲‸", "> 甲‸"],
  ["no quotation", quote, "> 甲‸", "甲‸"],
  ["link of words", link, "见⟦年报⟧。", "见[年报](‸)。"],
  ["link of an address", link, "⟦https://a.example/⟧", "[‸](https://a.example/)"],
  ["link of nothing", link, "a‸", "a[‸]()"],
  ["first footnote", footnote, "甲‸乙\n", "甲[^1]乙\n\n[^1]: ‸\n"],
  ["footnote at the end", footnote, "甲‸", "甲[^1]\n\n[^1]: ‸\n"],
  ["next footnote", footnote, "甲[^3]乙‸\n\n[^3]: 丙\n", "甲[^3]乙[^4]\n\n[^3]: 丙\n[^4]: ‸\n"],
  ["to the note", footnote, "甲[^‸1]\n\n[^1]: 丙\n", "甲[^1]\n\n[^1]: 丙‸\n"],
  ["back to the mark", footnote, "甲[^1]乙\n\n[^1]: 丙‸\n", "甲[^1]‸乙\n\n[^1]: 丙\n"],
  ["table", newTable, "甲‸\n乙", "甲\n\n| ‸ |  |  |\n| --- | --- | --- |\n|  |  |  |\n|  |  |  |\n\n乙"],
  ["row", addRow, "|甲|乙‸|\n|-|:-:|\n|a \\| b|2|", "| 甲 | 乙 |\n| - | :-: |\n|  | ‸ |\n| a \\| b | 2 |"],
  ["column", addColumn, "|甲‸|乙|\n|-|-|\n|1|2|", "| 甲 | ‸ | 乙 |\n| - | --- | - |\n| 1 |  | 2 |"],
  ["row away", removeRow, "|甲|乙|\n|-|-|\n|1‸|2|", "| ⟦甲⟧ | 乙 |\n| - | - |"],
  ["the head stays", removeRow, "|甲‸|\n|-|\n|1|", "| ⟦甲⟧ |\n| - |\n| 1 |"],
  ["column away", removeColumn, "|甲|乙‸|\n|-|-|\n|1|2|", "| ⟦甲⟧ |\n| - |\n| 1 |"],
  ["next cell", toCell(1), "|甲|乙‸|\n|-|-|\n|1|2|", "| 甲 | 乙 |\n| - | - |\n| ⟦1⟧ | 2 |"],
  ["beyond the last cell the key is the page's", toCell(1), "|甲|乙|\n|-|-|\n|1|2‸|", false],
  ["before the first too", toCell(-1), "|甲‸|乙|\n|-|-|\n|1|2|", false],
  ["no table", addRow, "甲‸", false],
  ["a list goes on", continueMarkup, "1. 甲‸", "1. 甲\n2. ‸"],
  ["a list ends", continueMarkup, "- 甲\n- ‸", "- 甲\n‸"],
];
for (const [name, command, before, want] of cases) test(name, () => assert.equal(after(command, before), want));

test("outline", () => {
  assert.deepEqual(headings(stateOf("# 甲 **乙**[^1]‸\n\n```\n# no\n```\n\n丙\n---\n\n> ### 丁 ##\n")).map((h) => [h.level, h.text]), [[1, "甲 乙"], [2, "丙"], [3, "丁"]]);
});
