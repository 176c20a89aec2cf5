// Draws the charts of the desk's overview from the tables that stand below them.
// Words, order and colours are the table's: a series has that of the line below
// its heading, so that the heading is the legend too.
import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from "chart.js";

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

/** @typedef {{ labels: string[], titles: string[], series: { label: string, data: number[], heading: HTMLElement }[] }} Figures */

/**
 * @param {HTMLTableElement} table
 * @returns {Figures}
 */
function figures(table) {
  const rows = [...table.tBodies[0].rows];
  const headings = [.../** @type {NodeListOf<HTMLElement>} */ (table.querySelectorAll("thead .series"))];
  return {
    labels: rows.map((row) => row.cells[0].dataset.short ?? ""),
    titles: rows.map((row) => row.cells[0].textContent ?? ""),
    series: headings.map((heading, i) => ({
      label: heading.textContent ?? "",
      data: rows.map((row) => parseFloat(row.cells[i + 1].textContent ?? "") || 0),
      heading,
    })),
  };
}

/** @param {Element} element */
function colours(element) {
  const style = getComputedStyle(element);
  return { ink: style.color, font: style.fontFamily, line: style.borderBlockStartColor };
}

/** @param {HTMLElement} section */
function draw(section) {
  const table = section.querySelector("table");
  const drawing = /** @type {HTMLElement | null} */ (section.querySelector(".drawing"));
  if (!table || !drawing) return;
  const form = section.dataset.chart;
  const { labels, titles, series } = figures(table);
  const lying = form === "bars";
  drawing.hidden = false;
  const canvas = drawing.appendChild(document.createElement("canvas"));
  // A row for each name, else one height that suits a phone and a desk.
  drawing.style.height = lying ? labels.length * 26 + 40 + "px" : "18rem";
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const percent = form === "shares" ? { callback: (/** @type {number | string} */ v) => v + "%" } : { precision: 0 };
  const values = { stacked: !lying, beginAtZero: true, max: form === "shares" ? 100 : undefined, ticks: percent, grid: {}, border: { display: false } };
  const names = { stacked: !lying, grid: { display: false }, ticks: lying ? { autoSkip: false } : { maxRotation: 0, autoSkipPadding: 12 } };
  const chart = new Chart(canvas, {
    type: "bar",
    data: { labels, datasets: series.map(({ label, data }) => ({ label, data, maxBarThickness: lying ? 18 : 40 })) },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: still ? false : { duration: 120 },
      indexAxis: lying ? "y" : "x",
      interaction: { mode: "index", axis: lying ? "y" : "x", intersect: false },
      scales: lying ? { x: values, y: names } : { x: names, y: values },
      plugins: {
        tooltip: {
          callbacks: {
            title: ([item]) => titles[item.dataIndex],
            label: (item) => `${item.dataset.label}: ${item.formattedValue}${form === "shares" ? "%" : ""}`,
          },
        },
      },
    },
  });
  const dress = () => {
    const { ink, font, line } = colours(drawing);
    chart.data.datasets.forEach((set, i) => {
      set.backgroundColor = getComputedStyle(series[i].heading).borderBlockEndColor;
    });
    Object.assign(chart.options, { color: ink, font: { family: font, size: 12 } });
    for (const scale of Object.values(chart.options.scales ?? {})) {
      Object.assign(scale?.ticks ?? {}, { color: ink, font: { family: font, size: 12 } });
      Object.assign(scale?.grid ?? {}, { color: line });
    }
    chart.update("none");
  };
  dress();
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) matchMedia(query).addEventListener("change", dress);
  new MutationObserver(dress).observe(document.documentElement, { attributes: true });
  // The drawing says it: the table is at hand for who wants the figures.
  /** @type {HTMLDetailsElement | null} */ (section.querySelector("details"))?.removeAttribute("open");
}

for (const section of document.querySelectorAll("[data-chart]")) draw(/** @type {HTMLElement} */ (section));
