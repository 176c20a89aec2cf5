/**
 * The fields of the form as one text, which is what is sent, kept and compared:
 * urlencoded, without files.
 * @param {HTMLFormElement} form
 */
export function fieldsOf(form) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
  return fields.toString();
}

/**
 * Puts kept fields back. A control of a name that was kept several times, such
 * as boxes, takes what it had. The version comes back too: a text that was
 * written on an older one must not pass for one on this.
 * @param {HTMLFormElement} form @param {string} text @param {(body: string) => void} setBody
 */
export function restoreFields(form, text, setBody) {
  const kept = new URLSearchParams(text);
  /** @type {Map<string, string[]>} */
  const values = new Map();
  for (const [name, value] of kept) values.set(name, [...(values.get(name) ?? []), value]);
  setBody(kept.get("body") ?? "");
  for (const control of /** @type {Iterable<any>} */ (form.elements)) {
    if (!control.name || control.name === "body" || ["submit", "button", "file"].includes(control.type)) continue;
    const own = values.get(control.name);
    if (control.type === "checkbox" || control.type === "radio") control.checked = own?.includes(control.value) ?? false;
    else if (control.type === "select-multiple") for (const option of control.options) option.selected = own?.includes(option.value) ?? false;
    else if (own?.length) control.value = own.shift();
  }
}
