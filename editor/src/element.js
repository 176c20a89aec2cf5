/**
 * Makes an element. Attributes that are functions listen, those that are false or undefined
 * are left out. Nothing is parsed as HTML, and no style attribute is set: the
 * page's policy forbids it.
 * @param {string} name
 * @param {Record<string, any>} [attributes]
 * @param {...(Node|string)} children
 * @returns {HTMLElement}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children);
  return made;
}

/** Whether a key belongs to an input method, which is choosing characters. @param {KeyboardEvent} event */
export const ofInputMethod = (event) => event.isComposing || event.keyCode === 229;
