import { markdownLanguage } from "@codemirror/lang-markdown";
import { Language } from "@codemirror/language";
import { tags } from "@lezer/highlight";

/**
 * Markdown in our dialect, as far as colours go: footnotes are known, and their
 * definitions are not taken for those of links. It has the data of CodeMirror's
 * own Markdown, by which the commands for lists know it.
 */
export const language = new Language(markdownLanguage.data, /** @type {import("@lezer/markdown").MarkdownParser} */ (markdownLanguage.parser).configure({
  remove: ["LinkReference", "Subscript", "Superscript", "Emoji"],
  defineNodes: [{ name: "FootnoteMark", style: tags.labelName }],
  parseInline: [{
    name: "FootnoteMark",
    before: "Link",
    parse(context, next, at) {
      if (next !== 91 || context.char(at + 1) !== 94) return -1; // "[^"
      const label = /^\[\^[^\]\s]+\]/.exec(context.slice(at, Math.min(context.end, at + 100)));
      return label ? context.addElement(context.elt("FootnoteMark", at, at + label[0].length)) : -1;
    },
  }],
}), [], "markdown");
