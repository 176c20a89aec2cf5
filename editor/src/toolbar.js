import { redo, undo } from "@codemirror/commands";
import { openSearchPanel } from "@codemirror/search";
import { emphasise, heading, link, list, nextHeading, quote } from "./commands.js";
import { element } from "./element.js";
import { footnote } from "./footnote.js";
import { icon } from "./icons.js";
import { addColumn, addRow, newTable, removeColumn, removeRow, tableAt, toCell } from "./table.js";

/** @typedef {import("@codemirror/view").EditorView} EditorView */

const mac = /Mac|iP(hone|ad)/.test(navigator.platform);

/** "Mod-Shift-8" as it is written on the keys. @param {string} key */
const keyName = (key) => key.split("-").map((part) => (mac ? { Mod: "⌘", Shift: "⇧", Alt: "⌥" } : { Mod: "Ctrl" })[part] ?? part.toUpperCase().replace("SHIFT", "Shift").replace("ALT", "Alt")).join(mac ? "" : "+");

/** What the buttons do, and their keys. A command of the view's may be left to the caller by name. */
const tools = [
  { name: "bold", key: "Mod-b", run: emphasise(2) },
  { name: "em", key: "Mod-i", run: emphasise(1) },
  { name: "heading", key: "Mod-Alt-h", run: nextHeading },
  { name: "link", key: "Mod-k", run: link },
  { name: "bullets", key: "Mod-Shift-8", run: list(false) },
  { name: "numbers", key: "Mod-Shift-7", run: list(true) },
  { name: "quote", key: "Mod-Shift-9", run: quote },
  { name: "footnote", key: "Mod-Alt-n", run: footnote },
  { name: "table", key: "Mod-Alt-t", run: newTable },
  { name: "row", run: addRow, inTable: true },
  { name: "column", run: addColumn, inTable: true },
  { name: "no-row", run: removeRow, inTable: true },
  { name: "no-column", run: removeColumn, inTable: true },
  { name: "picture", key: "Mod-Alt-p" },
  { name: "find", key: "Mod-f", run: openSearchPanel },
  { name: "preview", key: "Mod-Alt-v" },
];

/**
 * The keys of the buttons, and those without one. CodeMirror asks for none of
 * them while an input method is composing.
 * @param {Record<string, (view: EditorView) => boolean>} own commands that the page has, by name
 * @returns {import("@codemirror/view").KeyBinding[]}
 */
export const keys = (own) => [
  ...tools.filter((t) => t.key && (t.run || own[t.name])).map((t) => ({ key: t.key, run: /** @type {any} */ (t.run ?? own[t.name]), preventDefault: true })),
  ...[2, 3, 4].map((level) => ({ key: "Mod-Alt-" + level, run: heading(level) })),
  { key: "Mod-Alt-0", run: heading(0) },
  { key: "Mod-s", run: own.save, preventDefault: true },
  { key: "Tab", run: toCell(1), shift: toCell(-1) },
  { key: "Mod-Shift-z", run: redo },
  { key: "Mod-z", run: undo },
];

export class Toolbar {
  /** @param {{say: import("./words.js").Say, own: Record<string, (view: EditorView) => boolean>, controls: string}} parts */
  constructor({ say, own, controls }) {
    /** @type {EditorView|undefined} */
    this.view = undefined;
    this.own = own;
    const shown = tools.filter((t) => t.run || own[t.name]);
    /** @type {Map<string, HTMLButtonElement>} */
    this.buttons = new Map(shown.map((t) => {
      const label = say("tool." + t.name), key = t.key ? keyName(t.key) : "";
      const button = element("button", {
        type: "button", "data-tool": t.name, "aria-label": label, title: key ? label + " (" + key + ")" : label, "aria-keyshortcuts": t.key?.replace("Mod", mac ? "Meta" : "Control").replaceAll("-", "+"), hidden: t.inTable,
        // The text keeps its selection, and a phone its keyboard.
        mousedown: (/** @type {Event} */ e) => e.preventDefault(),
        click: () => this.run(t.name, /** @type {any} */ (t.run ?? own[t.name])),
      }, icon(/** @type {any} */ (t.name)));
      return [t.name, /** @type {HTMLButtonElement} */ (button)];
    }));
    this.dom = element("div", { role: "toolbar", class: "editor-toolbar", "aria-label": say("toolbar"), "aria-controls": controls, keydown: (/** @type {KeyboardEvent} */ e) => this.move(e) }, ...this.buttons.values());
    this.rove(shown[0].name);
  }

  /** @param {string} name @param {(view: EditorView) => boolean} command */
  run(name, command) {
    if (!this.view || this.view.composing) return;
    this.rove(name);
    // On a phone the preview stands in the place of the text.
    if (name !== "preview" && !this.view.dom.offsetParent) this.own.preview?.(this.view);
    command(this.view);
    if (!["picture", "find", "preview"].includes(name)) this.view.focus();
  }

  /** Tab reaches one button, arrows the others (WAI-ARIA, toolbar). @param {string} name */
  rove(name) {
    for (const [other, button] of this.buttons) button.tabIndex = other === name ? 0 : -1;
  }

  /** @param {KeyboardEvent} event */
  move(event) {
    const shown = [...this.buttons].filter(([, button]) => !button.hidden);
    const at = shown.findIndex(([, button]) => button === document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const [name, button] = shown[(to + shown.length) % shown.length];
    this.rove(name);
    button.focus();
  }

  /** The buttons for rows and columns are there in a table. @param {EditorView} view */
  update(view) {
    const within = !!tableAt(view.state);
    for (const t of tools) {
      const button = this.buttons.get(t.name);
      if (button && (t.inTable || t.name === "table")) button.hidden = within !== !!t.inTable;
    }
    if (![...this.buttons.values()].some((b) => b.tabIndex === 0 && !b.hidden)) this.rove("bold");
  }

  /** @param {string} name @param {boolean} on */
  press(name, on) {
    this.buttons.get(name)?.setAttribute("aria-pressed", String(on));
  }
}
