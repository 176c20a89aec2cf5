import { EditorSelection } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { isAddress } from "./commands.js";
import { nextNote } from "./footnote.js";
import { toMarkdown } from "./paste/convert.js";
import { withoutStyles } from "./paste/dom.js";
import { picturesOf } from "./pictures.js";
import { placeholder } from "./placeholder.js";

/**
 * What is pasted or dropped: rich text becomes Markdown, pictures are uploaded,
 * an address on selected words makes a link of them. Pasting without format
 * (Ctrl+Shift+V) brings no rich text and stays what it is.
 * @param {{pictures: import("./pictures.js").Pictures|undefined, word: string}} parts word begins a placeholder, in the text's language
 */
export const clipboard = ({ pictures, word }) => EditorView.domEventHandlers({
  paste(event, view) {
    const data = event.clipboardData;
    if (!data || view.state.readOnly) return false;
    const markdown = pastedText(data, view, word);
    const files = picturesOf(data.files);
    // Programs for writing put a picture of the text beside it; browsers put the address of a copied picture beside its file.
    if (pictures && files.length && (!markdown || /^!\[[^\]]*\]\(\)$/.test(markdown))) {
      event.preventDefault();
      pictures.add(view, files);
      return true;
    }
    if (markdown === undefined) return false;
    event.preventDefault();
    insert(view, markdown);
    return true;
  },
  drop(event, view) {
    const files = picturesOf(event.dataTransfer?.files);
    if (!pictures || !files.length) return false;
    event.preventDefault();
    const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
    if (at !== null) view.dispatch({ selection: { anchor: at } });
    pictures.add(view, files);
    return true;
  },
});

/** The Markdown to insert; undefined leaves the text as it is. @param {DataTransfer} data @param {EditorView} view @param {string} word */
function pastedText(data, view, word) {
  const html = data.getData("text/html"), plain = data.getData("text/plain");
  const { main } = view.state.selection;
  const address = plain.trim();
  if (isAddress(address) && !main.empty) {
    const text = view.state.sliceDoc(main.from, main.to);
    if (!text.includes("\n") && !isAddress(text.trim())) return "[" + text + "](" + address.replace(/[()]/g, (c) => (c === "(" ? "%28" : "%29")) + ")";
  }
  // Programmers' editors paint plain text.
  if (html && !data.types.includes("vscode-editor-data") && !/^(<meta[^>]*>)?\s*<pre[^>]*>[^<]*<\/pre>\s*$/.test(html)) {
    const body = new DOMParser().parseFromString(withoutStyles(html), "text/html").body;
    const markdown = toMarkdown(/** @type {any} */ (body), { firstNote: nextNote(view.state.doc.toString()), placeholder: (name, alt) => placeholder(word, name, alt) });
    if (markdown.trim()) return markdown;
  }
  return paragraphs(plain);
}

/** Plain text whose paragraphs begin two characters in becomes paragraphs of Markdown. @param {string} plain */
export function paragraphs(plain) {
  if (!/^\u3000/m.test(plain)) return undefined;
  const lines = plain.split(/\r\n?|\n/).map((line) => line.replace(/^[\s\u3000]+|\s+$/g, ""));
  return lines.filter(Boolean).join("\n\n");
}

/** What is more than one line stands apart from the words around it. @param {EditorView} view @param {string} text */
function insert(view, text) {
  const block = /\n|^(?:#{1,6} |[-+*] |\d+\. |> |\||```)/.test(text);
  view.dispatch(view.state.changeByRange((range) => {
    const { doc } = view.state;
    const before = doc.lineAt(range.from), after = doc.lineAt(range.to);
    const lead = block && before.text.slice(0, range.from - before.from).trim() ? "\n\n" : "";
    const tail = block && after.text.slice(range.to - after.from).trim() ? "\n\n" : "";
    return { changes: { from: range.from, to: range.to, insert: view.state.toText(lead + text + tail) }, range: EditorSelection.cursor(range.from + lead.length + text.length) };
  }), { userEvent: "input.paste", scrollIntoView: true });
}
