import { ViewPlugin } from "@codemirror/view";

/** Milliseconds after the last change until the preview is asked for. */
const idle = 400;

/**
 * Shows the article as readers will see it, made by the program itself. The
 * newest answer wins; what stays as it was is not touched, so that nothing jumps.
 */
export class Preview {
  /** @param {{pane: HTMLElement, address: string, form: HTMLFormElement, say: import("./words.js").Say}} parts */
  constructor({ pane, address, form, say }) {
    this.pane = pane;
    this.address = address;
    this.form = form;
    this.say = say;
    this.shown = false;
    /** @type {AbortController|undefined} */
    this.asking = undefined;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
    this.content = document.createElement("div");
    this.message = document.createElement("p");
    this.message.className = "editor-preview-message";
    this.message.hidden = true;
    pane.replaceChildren(this.message, this.content);
    pane.tabIndex = 0; // it scrolls by itself, which the keyboard must be able to do
    pane.addEventListener("click", (e) => this.follow(e));
  }

  /** Links lead elsewhere without taking the editor away. @param {MouseEvent} event */
  follow(event) {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    if (!link || link.getAttribute("href")?.startsWith("#")) return;
    link.setAttribute("target", "_blank");
    link.setAttribute("rel", "noopener");
  }

  /** @param {boolean} on */
  show(on) {
    this.shown = on;
    if (on) this.refresh();
  }

  later() {
    clearTimeout(this.timer);
    if (this.shown) this.timer = setTimeout(() => this.refresh(), idle);
  }

  async refresh() {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const fields = new FormData(this.form);
    const [, id, lang] = /\/(\d+)\/([\w-]+)\/?$/.exec(new URL(this.form.action).pathname) ?? [];
    if (id && !fields.has("id")) fields.set("id", id);
    if (lang && !fields.has("lang")) fields.set("lang", lang);
    try {
      const strings = [...fields].filter(([, value]) => typeof value === "string");
      const response = await fetch(this.address, { method: "POST", body: new URLSearchParams(/** @type {any} */ (strings)), redirect: "manual", signal: asking.signal });
      if (!response.ok) throw new Error(String(response.status));
      const html = await response.text();
      if (asking.signal.aborted) return;
      this.put(html);
      this.message.hidden = true;
    } catch {
      if (asking.signal.aborted) return;
      this.message.textContent = this.say("preview.failed");
      this.message.hidden = false;
    }
  }

  /** Replaces what differs between the same beginning and the same end. @param {string} html */
  put(html) {
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    replace(this.content, fresh.content);
    this.pane.dispatchEvent(new Event("editor-preview"));
  }
}

/** @param {Element} old @param {Element|DocumentFragment} fresh */
function replace(old, fresh) {
  const before = [...old.childNodes], after = [...fresh.childNodes];
  let start = 0, end = 0;
  while (start < before.length && start < after.length && before[start].isEqualNode(after[start])) start++;
  while (end < before.length - start && end < after.length - start && before[before.length - 1 - end].isEqualNode(after[after.length - 1 - end])) end++;
  const gone = before.slice(start, before.length - end), come = after.slice(start, after.length - end);
  // One element around all, as <article>, is looked into.
  if (gone.length === 1 && come.length === 1 && gone[0] instanceof Element && come[0] instanceof Element && gone[0].cloneNode(false).isEqualNode(come[0].cloneNode(false))) {
    replace(gone[0], come[0]);
    return;
  }
  const place = before[before.length - end] ?? null;
  for (const node of gone) node.remove();
  for (const node of come) old.insertBefore(document.adoptNode(node), place);
}

/**
 * Keeps both panes at the same passage: between blocks whose lines are known,
 * the place is measured out. The pane under the reader's hand leads.
 * @param {HTMLElement} pane
 */
export const inStep = (pane) => ViewPlugin.define((view) => {
  /** @type {"text"|"pane"} */
  let leading = "text";
  const lead = (/** @type {"text"|"pane"} */ who) => () => { leading = who; };
  const leads = ["pointerenter", "wheel", "touchstart", "focusin", "keydown"];
  const [leadText, leadPane] = [lead("text"), lead("pane")];
  for (const name of leads) {
    view.dom.addEventListener(name, leadText, { passive: true });
    pane.addEventListener(name, leadPane, { passive: true });
  }
  /** Lines and where their blocks stand, with the ends of both. */
  const places = () => {
    const top = pane.getBoundingClientRect().top - pane.scrollTop;
    const blocks = [...pane.querySelectorAll("[data-line]")].map((b) => ({ line: Number(/** @type {HTMLElement} */ (b).dataset.line), y: b.getBoundingClientRect().top - top }));
    const rising = blocks.filter((b, i) => b.line > 0 && b.line <= view.state.doc.lines && blocks.slice(0, i).every((a) => a.line < b.line));
    const text = rising.map((b) => ({ text: view.lineBlockAt(view.state.doc.line(b.line).from).top, pane: b.y }));
    return [{ text: 0, pane: 0 }, ...text, { text: view.contentHeight, pane: pane.scrollHeight }];
  };
  const moved = (/** @type {"text"|"pane"} */ from, /** @type {"text"|"pane"} */ to, /** @type {number} */ y) => {
    const all = places();
    const i = Math.max(0, all.findLastIndex((p) => p[from] <= y)), a = all[i], b = all[i + 1] ?? a;
    return b[from] > a[from] ? a[to] + ((y - a[from]) / (b[from] - a[from])) * (b[to] - a[to]) : a[to];
  };
  const scrollPane = () => { if (leading === "text" && pane.offsetParent) pane.scrollTop = moved("text", "pane", view.scrollDOM.scrollTop); };
  const scrollText = () => { if (leading === "pane") view.scrollDOM.scrollTop = moved("pane", "text", pane.scrollTop); };
  view.scrollDOM.addEventListener("scroll", scrollPane, { passive: true });
  pane.addEventListener("scroll", scrollText, { passive: true });
  pane.addEventListener("editor-preview", scrollPane);
  return {
    destroy() {
      for (const name of leads) pane.removeEventListener(name, leadPane);
      pane.removeEventListener("scroll", scrollText);
      pane.removeEventListener("editor-preview", scrollPane);
    },
  };
});
