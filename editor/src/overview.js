// Draws the charts of the desk's overview from the tables that stand below them.
// Words, order and figures are the table's, colours the legend's.
import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from "chart.js";

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

/** @typedef {{ short: string[], long: string[], series: { label: string, data: number[], backgroundColor: string }[] }} Figures */

/**
 * Reads a table: a row for each bar, a series in each column that the legend names.
 * @param {HTMLTableElement} table
 * @param {HTMLElement[]} legend
 * @returns {Figures}
 */
function figures(table, legend) {
  const rows = [...table.tBodies[0].rows];
  return {
    short: rows.map((row) => row.cells[0].dataset.short ?? ""),
    long: rows.map((row) => row.cells[0].textContent ?? ""),
    series: legend.map((entry, i) => ({
      label: entry.textContent ?? "",
      data: rows.map((row) => parseFloat(row.cells[i + 1].textContent ?? "") || 0),
      backgroundColor: getComputedStyle(entry).borderInlineStartColor,
    })),
  };
}

/**
 * The options of a chart in the colours of the moment.
 * @param {"stacked" | "shares" | "bars"} form
 * @param {Figures} figures
 * @param {CSSStyleDeclaration} style
 * @returns {import("chart.js").ChartConfiguration<"bar">}
 */
function configuration(form, { short, long, series }, style) {
  const lying = form === "bars";
  const unit = form === "shares" ? "%" : "";
  const text = { color: style.color, font: { family: style.fontFamily, size: 12 } };
  const values = {
    stacked: !lying, beginAtZero: true, max: unit ? 100 : undefined, border: { display: false }, grid: { color: style.borderBlockEndColor },
    ticks: { ...text, precision: 0, callback: (/** @type {number | string} */ n) => n + unit },
  };
  const names = {
    stacked: !lying, grid: { display: false }, border: { color: style.borderBlockEndColor },
    ticks: { ...text, ...(lying ? { autoSkip: false } : { maxRotation: 0, autoSkipPadding: 12 }) },
  };
  return {
    type: "bar",
    data: { labels: short, datasets: series.map((s) => ({ ...s, maxBarThickness: lying ? 18 : 40 })) },
    options: {
      animation: false,
      maintainAspectRatio: false,
      indexAxis: lying ? "y" : "x",
      interaction: { mode: "index", axis: lying ? "y" : "x", intersect: false },
      scales: lying ? { x: values, y: names } : { x: names, y: values },
      plugins: {
        tooltip: {
          titleFont: text.font,
          bodyFont: text.font,
          callbacks: { title: ([item]) => long[item.dataIndex], label: (item) => `${item.dataset.label}: ${item.raw}${unit}` },
        },
      },
    },
  };
}

/** @param {HTMLElement} section */
function show(section) {
  const table = section.querySelector("table");
  const drawing = /** @type {HTMLElement | null} */ (section.querySelector(".drawing"));
  const ground = /** @type {HTMLElement | null} */ (section.querySelector(".ground"));
  if (!table || !drawing || !ground) return;
  const form = /** @type {"stacked" | "shares" | "bars"} */ (section.dataset.chart);
  const legend = /** @type {HTMLElement[]} */ ([...section.querySelectorAll(".legend > li")]);
  drawing.hidden = false;
  // A row for each name, else one height that suits a phone and a desk.
  ground.style.height = form === "bars" ? table.tBodies[0].rows.length * 26 + 40 + "px" : "18rem";
  const canvas = ground.appendChild(document.createElement("canvas"));
  /** @type {Chart<"bar"> | undefined} */
  let chart;
  const draw = () => {
    chart?.destroy();
    chart = new Chart(canvas, configuration(form, figures(table, legend), getComputedStyle(ground)));
  };
  draw();
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) matchMedia(query).addEventListener("change", draw);
  // The drawing says it: the table is at hand for who wants the figures.
  section.querySelector("details")?.removeAttribute("open");
}

for (const section of document.querySelectorAll("[data-chart]")) show(/** @type {HTMLElement} */ (section));
