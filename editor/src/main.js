import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { deleteMarkupBackward } from "@codemirror/lang-markdown";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap, placeholder as hint } from "@codemirror/view";
import { clipboard } from "./clipboard.js";
import { continueMarkup } from "./commands.js";
import { Copies } from "./copies.js";
import { countText, minutes, readable } from "./count.js";
import { element } from "./element.js";
import { fieldsOf, restoreFields } from "./fields.js";
import { finding } from "./find.js";
import { Outline } from "./outline.js";
import { language } from "./language.js";
import { followLines } from "./lines.js";
import { marked, Pictures } from "./pictures.js";
import { inStep, Preview } from "./preview.js";
import { recovery } from "./recovery.js";
import { Saving } from "./saving.js";
import { theme } from "./theme.js";
import { keys, Toolbar } from "./toolbar.js";
import { wordsOf } from "./words.js";

/** Milliseconds after the last change until what is counted and listed is made anew. */
const idle = 300;

/** @param {HTMLFormElement} form */
function enhance(form) {
  const area = form.querySelector("textarea[name=body]");
  if (!(area instanceof HTMLTextAreaElement)) return;
  const say = wordsOf(form), { dataset } = form;
  const locale = document.documentElement.lang || "zh-Hans", number = new Intl.NumberFormat(locale);
  const original = area.defaultValue.replace(/\r\n?/g, "\n");

  const pictures = dataset.upload ? new Pictures({ address: dataset.upload, say }) : undefined;
  const pane = form.querySelector("[data-preview-pane]");
  const preview = dataset.preview && pane instanceof HTMLElement ? new Preview({ pane, address: dataset.preview, form, say }) : undefined;
  const outline = new Outline(say), counted = element("p", { class: "editor-count" });
  const alert = element("p", { role: "alert", class: "editor-alert", hidden: true });
  const write = element("div", { class: "editor-write", id: "editor-write" });
  const toolbar = new Toolbar({ say, controls: write.id, own: {
    ...(pictures && { picture: (view) => (pictures.choose(view), true) }),
    ...(preview && { preview: () => (showPreview(!preview.shown), true) }),
  } });
  const frame = element("div", { class: "editor" }, alert, toolbar.dom,
    element("div", { class: "editor-panes" }, write, ...(pane ? [pane] : [])),
    element("div", { class: "editor-status" }, counted, outline.dom));

  /** @type {Saving|undefined} */
  let saving;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  const look = () => {
    if (view.composing) return later();
    const count = countText(readable(view.state.doc.toString()));
    counted.textContent = say("count", number.format(count.han), number.format(count.words), number.format(minutes(count)));
    outline.update(view);
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(look, idle);
  };
  const changed = EditorView.updateListener.of((update) => {
    if (update.docChanged) {
      saving?.touch();
      later();
      if (!update.view.composing) preview?.later();
    }
    if (update.docChanged || update.selectionSet) toolbar.update(update.view);
  });

  const label = form.querySelector(`label[for="${CSS.escape(area.id)}"]`);
  if (label && !label.id) label.id = "editor-label";
  const view = new EditorView({
    parent: write,
    doc: area.value,
    extensions: [
      EditorView.cspNonce.of(dataset.nonce ?? ""),
      history(), language, EditorView.lineWrapping, theme, finding(say),
      EditorState.allowMultipleSelections.of(false),
      EditorView.contentAttributes.of({
        // The text scrolls: axe wants to see that keys reach it.
        tabindex: "0", spellcheck: "true", autocorrect: "on", autocapitalize: "sentences", writingsuggestions: "false", lang: area.lang || area.closest("[lang]")?.getAttribute("lang") || "",
        ...(label ? { "aria-labelledby": label.id } : { "aria-label": area.getAttribute("aria-label") ?? say("body") }),
        ...(area.getAttribute("aria-describedby") ? { "aria-describedby": area.getAttribute("aria-describedby") ?? "" } : {}),
      }),
      ...(area.placeholder ? [hint(area.placeholder)] : []),
      clipboard({ pictures, word: say((area.lang || locale).startsWith("zh") ? "picture.missing.zh" : "picture.missing.en") }),
      ...(pictures ? [marked(pictures)] : []),
      ...(preview && pane instanceof HTMLElement ? [inStep(pane)] : []),
      Prec.high(keymap.of([
        ...keys({ save: () => (saving?.send(), true), ...(pictures && { picture: (v) => (pictures.choose(v), true) }), ...(preview && { preview: () => (showPreview(!preview.shown), true) }) }),
        { key: "Enter", run: continueMarkup }, { key: "Backspace", run: deleteMarkupBackward },
      ])),
      keymap.of([...defaultKeymap, ...historyKeymap]),
      changed,
    ],
  });
  toolbar.view = view;

  area.hidden = true;
  area.required = false; // a field that is not shown cannot be asked for
  area.after(frame);
  if (pane instanceof HTMLElement) pane.hidden = false;
  label?.addEventListener("click", (e) => {
    e.preventDefault();
    view.focus();
  });
  const setBody = (/** @type {string} */ text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, userEvent: "input.restore" });
  const sync = () => { area.value = view.state.doc.toString(); };
  form.addEventListener("formdata", (e) => {
    sync();
    e.formData.set("body", area.value);
  });

  const showPreview = (/** @type {boolean} */ on) => {
    frame.toggleAttribute("data-split", on);
    toolbar.press("preview", on);
    preview?.show(on);
    view.requestMeasure();
  };
  if (preview) showPreview(matchMedia("(min-width: 64rem)").matches);

  if (dataset.autosave) saving = autosave({ form, view, alert, frame, say, locale, saved: area.value.replace(/\r\n?/g, "\n") === original && !("unsaved" in dataset), setBody, sync, changed: () => preview?.later() });
  look();
  toolbar.update(view);
  followLines((n) => {
    const line = view.state.doc.line(Math.max(1, Math.min(n, view.state.doc.lines)));
    view.dispatch({ selection: { anchor: line.from, head: line.to }, effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
    view.focus();
  });
}

/**
 * Connects the form with what saves it.
 * @param {{form: HTMLFormElement, view: EditorView, alert: HTMLElement, frame: HTMLElement, say: import("./words.js").Say, locale: string, saved: boolean,
 *   setBody: (text: string) => void, sync: () => void, changed: () => void}} parts
 */
function autosave({ form, view, alert, frame, say, locale, saved, setBody, sync, changed }) {
  const address = form.dataset.autosave ?? "", mark = form.querySelector("[data-saved]");
  const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
  mark?.setAttribute("aria-live", "off"); // every few seconds would be too much; what goes wrong is an alert
  const versionField = form.elements.namedItem("version");
  const version = () => (versionField instanceof HTMLInputElement ? versionField.value : form.dataset.version ?? "");
  /** @type {Storage|undefined} */
  let storage;
  try {
    storage = localStorage;
  } catch { /* a browser may be told to keep nothing */ }
  const copies = new Copies(storage, "hebi-copy " + (form.dataset.user ?? "") + " " + new URL(address, location.href).pathname);
  const text = () => fieldsOf(form);
  const saving = new Saving({
    address, version, text, copies, say, saved,
    show({ state, at, kept, sentence }) {
      if (mark instanceof HTMLElement) {
        mark.dataset.state = state;
        mark.textContent = state === "saved" && at ? say("saved.at", clock.format(at)) : say(state === "failed" && kept ? "saved.kept" : "saved." + state);
      }
      if (alert.textContent !== sentence) alert.textContent = sentence;
      alert.hidden = !sentence;
    },
  });

  const touch = (/** @type {Event} */ e) => {
    if (e.target instanceof Node && frame.contains(e.target)) return; // the editor tells of itself
    saving.touch();
    changed();
  };
  form.addEventListener("input", touch);
  form.addEventListener("change", touch);
  form.addEventListener("compositionstart", () => saving.compose(true));
  form.addEventListener("compositionend", () => {
    saving.compose(false);
    changed();
  });
  document.addEventListener("submit", (e) => {
    if (e.target === form && !e.defaultPrevented) saving.submit();
  });
  addEventListener("beforeunload", (e) => {
    if (!saving.submitting && saving.unsaved) e.preventDefault();
  });
  addEventListener("pagehide", () => {
    sync();
    saving.leave();
  });
  addEventListener("pageshow", (e) => {
    if (!e.persisted) return;
    saving.submitting = false;
    saving.touch();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") saving.resume();
    else if (saving.unsaved) saving.send();
  });
  for (const name of ["online", "focus"]) addEventListener(name, () => saving.resume());

  const banner = recovery({ copies, text: text(), version: version(), kept: Date.parse(form.dataset.kept ?? "") || 0, say, lang: locale, restore(copy) {
    restoreFields(form, copy.text, setBody);
    saving.touch();
    saving.keep();
    copies.drop(copy.id);
    changed();
    view.focus();
  } });
  if (banner) form.prepend(banner);
  return saving;
}

for (const form of document.querySelectorAll("form[data-editor]")) if (form instanceof HTMLFormElement) enhance(form);
