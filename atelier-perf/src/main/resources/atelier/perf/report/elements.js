"use strict";

/* Elements and texts. Text from outside becomes a text node or an attribute, never markup. */

const find = id => document.getElementById(id);

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(attribute, value);
  }
  made.append(...children.flat().filter(child => child !== undefined));
  return made;
}

const grouped = digits => new Intl.NumberFormat("en", { maximumFractionDigits: digits });

const isFigure = value => typeof value === "number" && Number.isFinite(value);

/** A figure with few digits. */
function number(value) {
  if (!isFigure(value)) return "–";
  const size = Math.abs(value);
  return grouped(size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3).format(value);
}

const milliseconds = value => (isFigure(value) ? `${number(value)} ms` : "–");
const perSecond = value => (isFigure(value) ? `${number(value)}/s` : "–");

function percent(share) {
  if (!isFigure(share)) return "–";
  const value = share * 100;
  return `${value > 0 && value < 0.01 ? "<\u202f0.01" : grouped(2).format(value)}\u202f%`;
}

function duration(seconds) {
  if (!isFigure(seconds)) return "–";
  const whole = Math.round(seconds);
  const parts = [[Math.floor(whole / 3600), "h"], [Math.floor(whole / 60) % 60, "min"], [whole % 60, "s"]];
  return parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}\u202f${unit}`).join(" ") || "0\u202fs";
}

const count = (many, one) => `${number(many)} ${one}${many === 1 ? "" : "s"}`;

const localTime = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
const localDay = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** An ISO instant in the reader's time zone. Any other text is returned unchanged. */
function when(instant, format = localTime) {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? instant : format.format(date);
}

const time = instant => element("time", { datetime: instant, title: `${instant} (UTC)` }, when(instant));

const errorShare = figures => (figures.requests === 0 ? 0 : figures.errors / figures.requests);

const VERDICTS = {
  PASS: { mark: "✓", word: "Pass" },
  FAIL: { mark: "✕", word: "Fail" },
  INCONCLUSIVE: { mark: "?", word: "Inconclusive" },
};

const verdictBadge = verdict =>
  element("span", { class: `badge ${verdict}` },
    element("span", { "aria-hidden": "true" }, VERDICTS[verdict].mark), VERDICTS[verdict].word);

/**
 * A table in a box that scrolls by itself. A column is { heading, cell(row), text: whether it is words }; the first one heads its row.
 */
function table(caption, columns, rows, rowClass = () => undefined) {
  const alignment = column => (column.text ? "text" : undefined);
  const head = element("tr", {},
    columns.map(column => element("th", { scope: "col", class: alignment(column) }, column.heading)));
  const body = rows.map(row => element("tr", { class: rowClass(row) },
    columns.map((column, index) => index === 0
      ? element("th", { scope: "row", class: alignment(column) }, column.cell(row))
      : element("td", { class: alignment(column) }, column.cell(row)))));
  return element("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": caption },
    element("table", {},
      element("caption", {}, element("span", {}, caption)), element("thead", {}, head), element("tbody", {}, body)));
}

function options(select, values, label = value => value) {
  select.replaceChildren(...values.map(value => element("option", { value }, label(value))));
}
