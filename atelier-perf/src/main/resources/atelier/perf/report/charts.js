/* The charts: their look, and their data. */

const COLOURS = ["text", "muted", "line", "surface", "p50", "p95", "p99", "actual", "target", "PASS", "FAIL", "INCONCLUSIVE"];

/** The style sheet's colours in the current colour scheme. */
function colours() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(COLOURS.map(name => [name, style.getPropertyValue(`--${name}`).trim()]));
}

const PERCENTILES = ["p50", "p95", "p99"];

/** Vertical lines with a label at the top, and horizontal lines if they are within the chart's range. */
const guides = {
  id: "guides",
  beforeDatasetsDraw(chart, _arguments, { vertical = [], horizontal = [] }) {
    const { ctx: context, chartArea: area, scales: { x, y } } = chart;
    const colour = colours();
    const line = (fromX, fromY, toX, toY) => {
      context.beginPath();
      context.moveTo(fromX, fromY);
      context.lineTo(toX, toY);
      context.stroke();
    };
    context.save();
    context.font = `11px ${Chart.defaults.font.family}`;
    context.fillStyle = colour.muted;
    context.strokeStyle = colour.muted;
    context.setLineDash([3, 3]);
    for (const { at, word } of vertical) {
      const left = x.getPixelForValue(at);
      line(left, area.top, left, area.bottom);
      const wide = context.measureText(word).width;
      context.fillText(word, left + 4 + wide > area.right ? left - 4 - wide : left + 4, area.top + 9);
    }
    for (const { at, word } of horizontal.filter(guide => guide.at <= y.max)) {
      const height = y.getPixelForValue(at);
      line(area.left, height, area.right, height);
      context.fillText(word, area.left + 4, height - area.top < 16 ? height + 13 : height - 5);
    }
    context.restore();
  },
};

/**
 * A chart with its heading and a legend of switches. A dataset's `metric` names its switch; several datasets may share one.
 */
function chart(place, { heading, summary, switches, datasets, labels, x = {}, y = {}, tooltip = {}, guide = {} }) {
  const canvas = element("canvas", { role: "img", "aria-label": `${heading}. ${summary}` });
  const legend = element("div", { class: "legend", role: "group", "aria-label": `Lines of: ${heading}` });
  place.append(element("figure", { class: "chart" },
    element("figcaption", {}, element("h3", {}, heading), legend),
    element("div", { class: "canvas" }, canvas)));
  const colour = colours();
  const drawn = new Chart(canvas, {
    type: "line",
    data: { labels, datasets },
    plugins: [guides],
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      interaction: { mode: "index", axis: "x", intersect: false },
      layout: { padding: { top: 6, right: 8 } },
      elements: { line: { borderWidth: 1.75, borderJoinStyle: "round" }, point: { radius: 0, hitRadius: 8, hoverRadius: 4 } },
      scales: {
        x: {
          grid: { display: false },
          border: { color: colour.line },
          ...x,
          ticks: { color: colour.muted, maxRotation: 0, includeBounds: false, autoSkipPadding: 20, ...x.ticks },
          title: { display: Boolean(x.title), text: x.title, color: colour.muted },
        },
        y: {
          beginAtZero: true,
          grace: "5%",
          border: { display: false },
          grid: { color: colour.line },
          ...y,
          ticks: { color: colour.muted, maxTicksLimit: 6, ...y.ticks },
          // The same width for all charts aligns their plots.
          afterFit: scale => { scale.width = 58; },
        },
      },
      plugins: {
        legend: { display: false },
        guides: guide,
        tooltip: {
          backgroundColor: colour.surface,
          borderColor: colour.line,
          borderWidth: 1,
          titleColor: colour.text,
          bodyColor: colour.text,
          footerColor: colour.muted,
          footerFont: { weight: "normal" },
          padding: 10,
          boxPadding: 4,
          boxWidth: 12,
          boxHeight: 4,
          multiKeyBackground: "transparent",
          ...tooltip,
          callbacks: {
            ...tooltip.callbacks,
            // The colour of the line, as in the legend; points may have other colours.
            labelColor: ({ dataset }) => ({ borderColor: dataset.borderColor, backgroundColor: dataset.borderColor, borderWidth: 0, borderRadius: 2 }),
          },
        },
      },
    },
  });
  legend.append(...switches.map(({ metric, word }) => legendSwitch(drawn, metric, word, colour[metric])));
  return drawn;
}

function legendSwitch(drawn, metric, word, colour) {
  const swatch = element("span", { class: "swatch", "aria-hidden": "true" });
  swatch.style.background = colour;
  const button = element("button", { type: "button", "aria-pressed": "true" }, swatch, word);
  button.addEventListener("click", () => {
    const visible = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", visible);
    drawn.data.datasets.forEach((dataset, index) => {
      if (dataset.metric === metric) drawn.setDatasetVisibility(index, visible);
    });
    drawn.update();
  });
  return button;
}

const PERCENTILE_SWITCHES = PERCENTILES.map(metric => ({ metric, word: metric }));

const line = (metric, label, data, more = {}) =>
  ({ metric, label, data, borderColor: colours()[metric], backgroundColor: colours()[metric], ...more });

const range = values => {
  const known = values.filter(isFigure);
  return known.length === 0 ? "no figures" : `${number(known.reduce((a, b) => Math.min(a, b)))} to ${number(known.reduce((a, b) => Math.max(a, b)))}`;
};

/* Within one run. */

function latencyBySecond(place, points) {
  return chart(place, {
    heading: "Latency, ms",
    summary: PERCENTILES.map(metric => `${metric} from ${range(points[metric])} ms`).join(", "),
    switches: PERCENTILE_SWITCHES,
    datasets: PERCENTILES.map(metric => line(metric, metric, bySecond(points, metric))),
    x: secondsAxis(points),
    tooltip: { callbacks: { title: secondOf, label: item => `${item.dataset.label}: ${milliseconds(item.parsed.y)}` } },
  });
}

function rateBySecond(place, points) {
  return chart(place, {
    heading: "Requests per second",
    summary: `Planned ${range(points.target)}, started ${range(points.requests)}, failed ${range(points.errors)}`,
    switches: [
      { metric: "target", word: "planned" },
      { metric: "actual", word: "started" },
      { metric: "FAIL", word: "failed" },
    ],
    datasets: [
      line("FAIL", "failed", bySecond(points, "errors"), { fill: "origin", stepped: "middle", borderWidth: 1 }),
      line("actual", "started", bySecond(points, "requests")),
      line("target", "planned", bySecond(points, "target"), { borderDash: [5, 4], stepped: "middle" }),
    ],
    x: { ...secondsAxis(points), title: "seconds into the measured window" },
    tooltip: { callbacks: { title: secondOf, label: item => `${item.dataset.label}: ${number(item.parsed.y)}` } },
  });
}

const bySecond = (points, metric) => points[metric].map((y, index) => ({ x: index * points.step, y }));

const secondsAxis = points => ({ type: "linear", min: 0, max: Math.max(1, (points.requests.length - 1) * points.step) });

const secondOf = items => (items.length === 0 ? "" : `second ${number(items[0].parsed.x)}`);

/** Latency by rate, up to the first steps that the service did not hold. */
function staircase(place, levels, knee) {
  return chart(place, {
    heading: "Latency over rate, ms",
    summary: levels.map(level => `${perSecond(level.targetRate)}: p99 ${milliseconds(level.p99)}`).join(", "),
    switches: PERCENTILE_SWITCHES.filter(({ metric }) => metric !== "p95"),
    datasets: ["p50", "p99"].map(metric => line(metric, metric, levels.map(level => ({ x: level.targetRate, y: level[metric] })), {
      pointRadius: 5,
      pointBorderWidth: 2,
      pointHoverBorderWidth: 3,
      pointHoverRadius: 6,
      pointStyle: levels.map(level => (level.held ? "circle" : "crossRot")),
    })),
    x: { type: "linear", title: "requests per second, planned" },
    guide: { vertical: knee === undefined ? [] : [{ at: knee.targetRate, word: "capacity" }] },
    tooltip: {
      callbacks: {
        title: items => perSecond(items[0]?.parsed.x),
        label: item => `${item.dataset.label}: ${milliseconds(item.parsed.y)}`,
        footer: items => levels[items[0]?.dataIndex]?.detail ?? "",
      },
    },
  });
}

/* Over the runs. */

const FINGERPRINT_PARTS = ["target", "load", "catalogue", "machine", "java"];

/** Runs with equal conditions can be compared. */
const conditionsOf = run => JSON.stringify(FINGERPRINT_PARTS.map(part => run.fingerprint[part]));

const differences = (run, before) => FINGERPRINT_PARTS
  .filter(part => run.fingerprint[part] !== before.fingerprint[part])
  .map(part => `${part}: ${before.fingerprint[part]} → ${run.fingerprint[part]}`);

/** The runs whose conditions differ from the previous run's. */
const changes = runs => runs
  .map((run, index) => ({ at: index, run, parts: index === 0 ? [] : differences(run, runs[index - 1]) }))
  .filter(change => change.parts.length > 0);

const VERDICT_POINTS = { PASS: "circle", FAIL: "crossRot", INCONCLUSIVE: "rectRot" };

/** One line per set of equal conditions. It spans runs with other conditions. */
function linesOverRuns(metric, label, runs, valueOf, marked) {
  const colour = colours();
  const mark = run => (run.interrupted && run.verdict !== "FAIL" ? "INCONCLUSIVE" : run.verdict);
  const conditions = runs.map(conditionsOf);
  return [...new Set(conditions)].map(equal => line(metric, label,
    runs.map((run, index) => (conditions[index] === equal ? valueOf(run) : null)), {
      spanGaps: true,
      pointRadius: runs.map(run => (marked && mark(run) !== "PASS" ? 6 : (runs.length > 60 ? 0 : 2) + (marked ? 1.5 : 0))),
      ...(marked && {
        pointStyle: runs.map(run => VERDICT_POINTS[mark(run)]),
        pointBackgroundColor: runs.map(run => (run.interrupted ? colour.surface : colour[run.verdict])),
        pointBorderColor: runs.map(run => colour[mark(run)]),
        pointBorderWidth: runs.map(run => (mark(run) === "PASS" ? 1 : 2)),
        pointHoverBorderWidth: 2,
        pointHoverRadius: 6,
      }),
    }));
}

function overRuns(place, runs, { heading, metrics, format, suggestedMax, guide = [] }) {
  const changed = changes(runs);
  return chart(place, {
    heading,
    summary: metrics.map(({ word, valueOf }) => `${word} from ${range(runs.map(valueOf))}`).join(", "),
    switches: metrics,
    labels: runs.map(run => when(run.startedAt, localDay)),
    datasets: metrics.flatMap(({ metric, word, valueOf, marked }) => linesOverRuns(metric, word, runs, valueOf, marked)),
    x: { type: "category", offset: runs.length < 8 },
    y: { suggestedMax, ticks: { callback: format } },
    guide: { vertical: changed.map(({ at }) => ({ at: at - 0.5, word: "" })), horizontal: guide },
    tooltip: {
      callbacks: {
        title: items => (items.length === 0 ? [] : titleOf(runs[items[0].dataIndex])),
        label: item => `${item.dataset.label}: ${format(item.parsed.y)}`,
        footer: items => changed.find(({ at }) => at === items[0]?.dataIndex)?.parts.map(part => `Changed ${part}`) ?? [],
      },
    },
  });
}

const titleOf = run => [
  run.id,
  `${when(run.startedAt)} · ${run.commit}`,
  VERDICTS[run.verdict].word + (run.interrupted ? ", interrupted" : ""),
];
