/** Pictures of the toolbar, strokes on 16 × 16. */
const paths = {
  bold: "M4.5 2.5h4a2.7 2.7 0 0 1 0 5.4h-4zM4.5 7.9h4.8a2.8 2.8 0 0 1 0 5.6H4.5z",
  em: "M6.5 2.5h5M4.5 13.5h5M9.2 2.5 6.8 13.5",
  heading: "M3 2.5v11M10 2.5v11M3 8h7M13.5 8.5v5M12.3 9.4l1.2-.9",
  link: "M6.5 9.5l3-3M7.5 4.5l1.2-1.2a2.6 2.6 0 0 1 3.9 3.9L11.4 8.4M8.5 11.5l-1.2 1.2a2.6 2.6 0 0 1-3.9-3.9L4.6 7.6",
  bullets: "M6 3.5h8M6 8h8M6 12.5h8M2.5 3.5h.6M2.5 8h.6M2.5 12.5h.6",
  numbers: "M6.5 3.5H14M6.5 8H14M6.5 12.5H14M2 3l1-.7v3M2 10.7h1.8L2 13.5h2",
  quote: "M2.5 9h3.2V5H2.5v5.2c0 1.3.7 2.1 2 2.3M9.5 9h3.2V5H9.5v5.2c0 1.3.7 2.1 2 2.3",
  footnote: "M2 13.5 5.5 4h1L10 13.5M3.3 10h5.4M12.2 3.4l1.3-.9v4.5",
  table: "M2 3h12v10H2zM2 6.5h12M2 9.8h12M6 3v10M10 3v10",
  row: "M2 2.5h12v4H2zM8 9v5M5.5 11.5h5",
  column: "M2.5 2v12h4V2zM9 8h5M11.5 5.5v5",
  "no-row": "M2 2.5h12v4H2zM5.5 11.5h5",
  "no-column": "M2.5 2v12h4V2zM9 8h5",
  picture: "M2 3h12v10H2zM2.5 11.5 6 8l2.5 2.5 2-2 3 3M10.5 5.8h.6",
  find: "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.3 10.3 14 14",
  preview: "M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8zM8 6.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6z",
};

/** @param {keyof typeof paths} name */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg", svg = document.createElementNS(space, "svg"), path = document.createElementNS(space, "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 16 16", width: "16", height: "16", "aria-hidden": "true" })) svg.setAttribute(key, value);
  path.setAttribute("d", paths[name]);
  svg.append(path);
  return svg;
}
