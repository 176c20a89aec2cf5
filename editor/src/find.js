import { search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { keymap } from "@codemirror/view";

/** CodeMirror's phrases, and the keys of ours. */
const phrases = {
  Find: "find.find", Replace: "find.with", next: "find.next", previous: "find.previous", all: "find.all", "match case": "find.case",
  regexp: "find.pattern", "by word": "find.word", replace: "find.replace", "replace all": "find.replace-all", close: "find.close",
  "current match": "find.current", "on line": "find.line", "replaced match on line $": "find.replaced", "replaced $ matches": "find.replaced-all",
  "Go to line": "find.go-to", go: "find.go",
};

/** Finding and replacing, in the interface's language. @param {import("./words.js").Say} say */
export const finding = (say) => [
  search({ top: true }),
  EditorState.phrases.of(Object.fromEntries(Object.entries(phrases).map(([theirs, ours]) => [theirs, say(ours, "$")]))),
  keymap.of(searchKeymap),
];
