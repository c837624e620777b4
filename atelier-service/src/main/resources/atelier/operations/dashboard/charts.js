/** Charts of the last 15 minutes that share a cursor, in the colours of the style sheet. */

/* global uPlot, loaded as a separate script */

const MINUTES = 15;
const HEIGHT = 170;
const clock = new Intl.DateTimeFormat([], {hour: "2-digit", minute: "2-digit", hourCycle: "h23"});
const exactClock = new Intl.DateTimeFormat([], {hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23"});

export const time = milliseconds => exactClock.format(milliseconds);

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const fromZero = (chart, least, most) => [0, most > 0 ? most * 1.1 : 1];

const decades = (chart, least, most) => {
  const lowest = Math.floor(Math.log10(most > 0 ? least : 0.1));
  return [10 ** lowest, 10 ** Math.max(Math.ceil(Math.log10(most > 0 ? most : 10)), lowest + 1)];
};

const powersOfTen = (chart, axis, least, most) => {
  const powers = [];
  for (let power = least; power <= most * 1.01; power *= 10) powers.push(power);
  return powers;
};

export class Chart {
  #parent;
  #title;
  #format;
  #logarithmic;
  #lines = "";
  #plot = null;
  #data = [[]];

  /** @param format turns a value into text; @param logarithmic for positive values of different magnitudes */
  constructor(parent, title, format, {logarithmic = false} = {}) {
    this.#title = title;
    this.#format = format;
    this.#logarithmic = logarithmic;
    this.#parent = parent.appendChild(document.createElement("figure"));
    const caption = this.#parent.appendChild(document.createElement("figcaption"));
    caption.appendChild(document.createElement("h3")).textContent = title;
    new ResizeObserver(() => this.#plot?.setSize({width: this.#width(), height: HEIGHT})).observe(this.#parent);
  }

  /** Draws lines, {name, colour, values}, over times in milliseconds; a value may be null. */
  draw(times, lines, now) {
    this.#data = [times.map(each => each / 1000), ...lines.map(line => line.values)];
    const description = JSON.stringify(lines.map(({name, colour}) => [name, colour]));
    if (this.#plot === null || description !== this.#lines) {
      this.#lines = description;
      this.#build(lines);
    }
    this.#plot.batch(() => {
      this.#plot.setData(this.#data, false);
      this.#plot.setScale("x", {min: now / 1000 - MINUTES * 60, max: now / 1000});
    });
    this.showLatest();
    const latest = lines.map(line => `${line.name} ${this.#text(line.values.at(-1))}`).join(", ");
    this.#plot.root.setAttribute("aria-label", `${this.#title}, chart of the last ${MINUTES} minutes. Now: ${latest || "nothing"}`);
  }

  /** Shows the newest values in the legend unless the cursor points at older ones. */
  showLatest() {
    if (this.#plot !== null && this.#plot.cursor.idx == null) {
      this.#plot.setLegend({idx: this.#data[0].length - 1}, false);
    }
  }

  /** Makes the next draw build the chart again, in the current colours of the style sheet. */
  repaint() {
    this.#lines = "";
  }

  #text(value) {
    return value == null ? "–" : this.#format(value);
  }

  #width() {
    return this.#parent.clientWidth - 20;
  }

  #build(lines) {
    this.#plot?.destroy();
    const axis = {stroke: colour("muted"), font: "11px system-ui, sans-serif", grid: {stroke: colour("line"), width: 1}, ticks: {show: false}};
    this.#plot = new uPlot({
      width: this.#width(),
      height: HEIGHT,
      cursor: {sync: {key: "time"}, y: false, drag: {x: false, y: false}, points: {size: 6}},
      scales: {x: {time: true}, y: this.#logarithmic ? {distr: 3, range: decades} : {range: fromZero}},
      axes: [
        {...axis, space: 60, size: 28, values: (chart, ticks) => ticks.map(tick => clock.format(tick * 1000))},
        {...axis, ...(this.#logarithmic ? {splits: powersOfTen} : {}), size: 58, values: (chart, ticks) => ticks.map(tick => tick == null ? "" : this.#format(tick))},
      ],
      series: [
        {label: "time", value: (chart, value) => value == null ? "–" : time(value * 1000)},
        ...lines.map(line => ({
          label: line.name,
          stroke: colour(line.colour),
          width: 1.6,
          points: {show: false},
          value: (chart, value) => this.#text(value),
        })),
      ],
    }, this.#data, this.#parent);
    this.#plot.root.setAttribute("role", "img");
    this.#plot.over.addEventListener("mouseleave", () => document.dispatchEvent(new Event("pointed-away")));
  }
}
