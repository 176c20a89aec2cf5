import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { element } from "./element.js";

/** @typedef {{level: number, text: string, from: number}} Heading */

/** The headings of a text. @param {import("@codemirror/state").EditorState} state @returns {Heading[]} */
export function headings(state) {
  /** @type {Heading[]} */
  const list = [];
  (ensureSyntaxTree(state, state.doc.length, 100) ?? syntaxTree(state)).iterate({
    enter(node) {
      const level = /^(?:ATX|Setext)Heading(\d)$/.exec(node.name)?.[1];
      if (!level) return node.name === "Document" || undefined;
      const line = state.sliceDoc(node.from, state.doc.lineAt(node.from).to);
      list.push({ level: Number(level), from: node.from, text: line.replace(/^\s{0,3}#{1,6}\s*|\s+#*\s*$/g, "").replace(/[*`]|\\(?=[!-/:-@[-`{-~])|\[\^[^\]]*\]/g, "") });
      return false;
    },
  });
  return list;
}

/** A list of the headings that jumps to them; it is made anew when they have changed. */
export class Outline {
  /** @param {import("./words.js").Say} say */
  constructor(say) {
    this.say = say;
    this.made = "";
    this.body = element("div");
    this.dom = element("details", { class: "editor-outline" }, element("summary", {}, say("outline")), this.body);
  }

  /** @param {EditorView} view */
  update(view) {
    const list = headings(view.state), now = JSON.stringify(list);
    if (now === this.made) return;
    this.made = now;
    const top = Math.min(...list.map((h) => h.level));
    this.body.replaceChildren(list.length
      ? element("ol", {}, ...list.map((h) => element("li", { class: "editor-level-" + Math.min(3, h.level - top + 1) },
        element("button", { type: "button", click: () => this.go(view, h.from) }, h.text || "…"))))
      : element("p", {}, this.say("outline.none")));
  }

  /** @param {EditorView} view @param {number} at */
  go(view, at) {
    const from = Math.min(at, view.state.doc.length);
    view.dispatch({ selection: { anchor: view.state.doc.lineAt(from).to }, effects: EditorView.scrollIntoView(from, { y: "start", yMargin: 8 }) });
    view.focus();
  }
}
