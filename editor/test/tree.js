/** A tree of parse5 as the few things of the DOM that the converter reads. @param {any} node */
function wrap(node) {
  const name = node.nodeName === "#text" ? 3 : node.nodeName.startsWith("#") ? (node.nodeName === "#comment" ? 8 : 9) : 1;
  const children = (node.nodeName === "template" ? [] : node.childNodes ?? []).map(wrap);
  return {
    nodeType: name,
    nodeName: node.tagName?.toUpperCase() ?? node.nodeName,
    nodeValue: node.value ?? null,
    childNodes: children,
    getAttribute: (/** @type {string} */ key) => node.attrs?.find((/** @type {any} */ a) => a.name === key)?.value ?? null,
  };
}

/** The body of a parsed document. @param {any} document */
export const body = (document) => wrap(document.childNodes.find((/** @type {any} */ n) => n.nodeName === "html").childNodes.find((/** @type {any} */ n) => n.nodeName === "body"));
