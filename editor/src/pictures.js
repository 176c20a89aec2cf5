import { Decoration, EditorView, ViewPlugin, WidgetType } from "@codemirror/view";
import { element, ofInputMethod } from "./element.js";
import { placeholders } from "./placeholder.js";

/** What the media library takes. */
export const kinds = ["image/jpeg", "image/png", "image/gif", "image/webp"];

/** The pictures among files that were pasted or dropped. @param {Iterable<File>|undefined} files */
export const picturesOf = (files) => [...(files ?? [])].filter((file) => file.type.startsWith("image/"));

/** A picture as Markdown. @param {string} name @param {string} alt */
export const picture = (name, alt) =>
  "![" + alt.trim().replace(/\s+/g, " ").replace(/[[\]\\*_`<]/g, "\\$&") + "](" + (/[\s()<>]/.test(name) ? "<" + name.replace(/[<>]/g, "\\$&") + ">" : name) + ")";

export class Pictures {
  /** @param {{address: string, say: import("./words.js").Say}} parts */
  constructor({ address, say }) {
    this.address = address;
    this.say = say;
  }

  /** Asks for a file. @param {EditorView} view @param {{from: number, to: number}} [place] */
  choose(view, place) {
    const input = /** @type {HTMLInputElement} */ (element("input", { type: "file", accept: kinds.join(",") }));
    input.addEventListener("change", () => this.add(view, [...(input.files ?? [])], place));
    input.click();
  }

  /**
   * Uploads pictures one after the other, each with its alternative text, and
   * puts them where the cursor is, or in the place of a placeholder.
   * @param {EditorView} view @param {File[]} files @param {{from: number, to: number}} [place]
   */
  async add(view, files, place) {
    for (const file of files) {
      const added = await this.ask(file);
      if (added) insert(view, picture(added.name, added.alt), place);
      place = undefined;
    }
    view.focus();
  }

  /** The dialog for one file. @param {File} file @returns {Promise<{name: string, alt: string}|undefined>} */
  ask(file) {
    const { say } = this;
    return new Promise((done) => {
      const alt = /** @type {HTMLTextAreaElement} */ (element("textarea", { id: "editor-alt", rows: 3, "aria-describedby": "editor-alt-help", autofocus: true }));
      const wrong = element("p", { role: "alert", class: "editor-wrong" });
      const add = /** @type {HTMLButtonElement} */ (element("button", { type: "submit", class: "primary" }, say("picture.add")));
      // It stands outside the article's form, in which no other may be.
      const form = element("form", { method: "dialog" },
        element("h2", { id: "editor-picture" }, say("picture.title")),
        element("p", {}, file.name),
        element("label", { for: "editor-alt" }, say("picture.alt")), alt,
        element("p", { id: "editor-alt-help" }, say("picture.alt.help")), wrong,
        element("div", { class: "editor-buttons" }, add, element("button", { type: "button", click: () => dialog.close() }, say("picture.cancel"))));
      const dialog = /** @type {HTMLDialogElement} */ (element("dialog", { class: "editor-dialog", "aria-labelledby": "editor-picture" }, form));
      const leaving = new AbortController();
      let answer = /** @type {{name: string, alt: string}|undefined} */ (undefined);
      alt.addEventListener("keydown", (e) => {
        if (e.key !== "Enter" || e.shiftKey || ofInputMethod(e)) return;
        e.preventDefault();
        form.dispatchEvent(new SubmitEvent("submit", { cancelable: true }));
      });
      form.addEventListener("submit", async (e) => {
        e.preventDefault();
        if (add.disabled) return;
        add.disabled = true;
        wrong.textContent = "";
        add.textContent = say("picture.sending");
        const sent = await this.upload(file, alt.value, leaving.signal);
        add.disabled = false;
        add.textContent = say("picture.add");
        if (leaving.signal.aborted) return;
        if ("name" in sent) {
          answer = { name: sent.name, alt: alt.value };
          dialog.close();
        } else {
          wrong.textContent = sent.error;
        }
      });
      dialog.addEventListener("close", () => {
        leaving.abort();
        dialog.remove();
        done(answer);
      });
      document.body.append(dialog);
      dialog.showModal();
    });
  }

  /** @param {File} file @param {string} alt @param {AbortSignal} signal @returns {Promise<{name: string}|{error: string}>} */
  async upload(file, alt, signal) {
    if (!kinds.includes(file.type)) return { error: this.say("picture.kind", file.name) };
    const body = new FormData();
    body.set("file", file);
    body.set("alt", alt);
    try {
      const response = await fetch(this.address, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual", signal });
      if (response.status === 401 || response.type === "opaqueredirect") return { error: this.say("save.signed-out") };
      const answer = await response.json().catch(() => ({}));
      if (response.ok && answer.name) return { name: answer.name };
      return { error: answer.error || this.say("picture.failed") };
    } catch {
      return { error: this.say("picture.failed") };
    }
  }
}

/** A picture is a paragraph of its own, so that it becomes a figure. @param {EditorView} view @param {string} text @param {{from: number, to: number}} [place] */
function insert(view, text, place) {
  const { doc, selection } = view.state;
  let { from, to } = place ?? { from: selection.main.to, to: selection.main.to };
  let lead = "", tail = "";
  if (!place) {
    const line = doc.lineAt(from);
    const above = line.number > 1 ? doc.line(line.number - 1).text : "", below = line.number < doc.lines ? doc.line(line.number + 1).text : "";
    lead = line.text.slice(0, from - line.from).trim() ? "\n\n" : above.trim() && from === line.from ? "\n" : "";
    tail = line.text.slice(from - line.from).trim() ? "\n\n" : below.trim() ? "\n" : "";
    if (!line.text.trim()) [from, to] = [line.from, line.to];
  }
  view.dispatch({ changes: { from, to, insert: lead + text + tail }, selection: { anchor: from + lead.length + text.length }, scrollIntoView: true, userEvent: "input.picture" });
}

class UploadButton extends WidgetType {
  /** @param {Pictures} pictures @param {string} label */
  constructor(pictures, label) {
    super();
    this.pictures = pictures;
    this.label = label;
  }

  /** @param {UploadButton} other */
  eq(other) {
    return other.label === this.label;
  }

  /** @param {EditorView} view */
  toDOM(view) {
    const button = element("button", { type: "button", class: "editor-upload", "aria-label": this.pictures.say("picture.upload") + " " + this.label }, this.pictures.say("picture.upload"));
    button.addEventListener("click", () => {
      const at = view.posAtDOM(button);
      const place = placeholders(view.state.doc.toString()).find((p) => p.to === at || p.from === at);
      this.pictures.choose(view, place);
    });
    return button;
  }

  ignoreEvent() {
    return true;
  }
}

/** Marks placeholders, each with a button that uploads in its place. @param {Pictures} pictures */
export function marked(pictures) {
  const decorate = (/** @type {EditorView} */ view) => Decoration.set(placeholders(view.state.doc.toString()).flatMap((p) => [
    Decoration.mark({ class: "editor-placeholder" }).range(p.from, p.to),
    Decoration.widget({ widget: new UploadButton(pictures, p.label), side: 1 }).range(p.to),
  ]));
  return ViewPlugin.fromClass(class {
    /** @param {EditorView} view */
    constructor(view) {
      this.marks = decorate(view);
    }

    /** @param {import("@codemirror/view").ViewUpdate} update */
    update(update) {
      // A widget that comes or goes beside a composition would break it.
      if (update.docChanged) this.marks = update.view.composing ? this.marks.map(update.changes) : decorate(update.view);
    }
  }, { decorations: (plugin) => plugin.marks });
}
