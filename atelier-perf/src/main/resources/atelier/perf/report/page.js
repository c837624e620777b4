/* The page, from its first section to its last. */

const data = JSON.parse(find("data").textContent);
const newestFirst = [...data.runs].reverse();
const latest = newestFirst[0];
const detailed = newestFirst.filter(run => data.details[run.id]);

const filesOf = run => data.files[run.id] ?? [];

const link = (run, file, word) => element("a", { href: `${encodeURIComponent(run.id)}/${file}` }, word);

const FILE_WORDS = { "index.html": "Gatling's report", "summary.md": "Summary", "result.json": "Result as JSON" };

/* As in Comparison. */
const PROCESSOR = "CPU µs per request";
const PROCESSOR_WITH_COMPILERS = "CPU µs per request with the JVM's compilers";
const DATABASE = "PostgreSQL CPU µs per request";

const figuresOf = (run, route) => (route === "all" ? run.overall : run.routes[route]);

/* The latest run. */

const CLAIMS = {
  PASS: "All checks passed.",
  FAIL: "Some checks failed:",
  INCONCLUSIVE: "The run does not show whether the limits hold:",
};

const GATES = { VALIDITY: "Validity", RESPONSES: "Responses", OBJECTIVE: "Objective", BASELINE: "Baseline" };

const SEVERITY = ["FAIL", "INCONCLUSIVE", "PASS"];

function drawLatest() {
  const details = data.details[latest.id];
  const checks = [...(details?.checks ?? [])]
    .sort((one, other) => SEVERITY.indexOf(one.verdict) - SEVERITY.indexOf(other.verdict));
  const reasons = checks.filter(check => check.verdict !== "PASS");
  const { mark, word } = VERDICTS[latest.verdict];
  const claim = latest.verdict === "PASS" || reasons.length > 0 ? CLAIMS[latest.verdict] : "";
  find("verdict").className = `verdict ${latest.verdict}`;
  find("verdict").append(
    element("span", { class: "mark", "aria-hidden": "true" }, mark),
    element("div", {},
      element("p", { class: "word" }, word),
      element("p", {}, claim, latest.interrupted ? " The run was stopped early. Its figures cover the time until then." : ""),
      element("ul", {}, reasons.map(check =>
        element("li", {}, verdictBadge(check.verdict), element("strong", {}, check.name), " ", check.detail)))));
  drawFacts(details);
  if (details) {
    find("checks").append(
      fold(`All ${count(checks.length, "check")}`, table("Checks of the latest run", [
        { heading: "Check", text: true, cell: check => check.name },
        { heading: "Kind", text: true, cell: check => GATES[check.gate] },
        { heading: "Verdict", text: true, cell: check => verdictBadge(check.verdict) },
        { heading: "Found", text: true, cell: check => check.detail },
      ], checks)),
      fold("Settings", table("Settings of the latest run", [
        { heading: "Setting", text: true, cell: ([name]) => element("code", {}, name) },
        { heading: "Value", text: true, cell: ([, value]) => element("code", {}, value) },
      ], Object.entries(details.settings))));
  } else {
    find("checks").append(element("p", { class: "note" }, "The run's folder was removed. The figures below come from history.jsonl."));
  }
}

const fold = (summary, ...children) => element("details", {}, element("summary", {}, summary), ...children);

function drawFacts(details) {
  const minimum = objectivesOf(latest.profile).minRate;
  const facts = [
    ["Profile", latest.profile + (latest.attempt > 1 ? `, attempt ${latest.attempt}` : "")],
    ["Rate", `${perSecond(latest.achievedRate)} of ${perSecond(latest.targetRate)}`, [
      percent(latest.achievedRate / latest.targetRate),
      isFigure(minimum) && `minimum ${perSecond(minimum)}`].filter(Boolean).join(", ")],
    ["Measured for", duration(latest.seconds), count(latest.overall.requests, "request")],
    ["Started", time(latest.startedAt)],
    ["Commit", element("code", {}, latest.commit)],
    ["Target", latest.fingerprint.target],
  ];
  if (details) facts.push(["Sent late", `${milliseconds(details.lateness.p99)} at p99`, `maximum ${milliseconds(details.lateness.max)}`]);
  const micros = latest.requestMicros || latest.requestMicrosWithCompilers;
  if (micros > 0) {
    facts.push(["CPU per request", `${number(micros)} µs`,
      besideBaseline(details, PROCESSOR) ?? besideBaseline(details, PROCESSOR_WITH_COMPILERS)]);
  }
  const database = databaseMicros(details);
  if (database > 0) facts.push(["PostgreSQL's CPU", `${number(database)} µs per request`, besideBaseline(details, DATABASE)]);
  const traffic = details && MIX_WORDS[details.settings.mix];
  if (traffic) facts.push(["Traffic", traffic, writesOf(latest)]);
  if (details?.settings.mix === "pages") {
    const stale = details.failures.filter(failure => failure.text.startsWith("stale: ")).reduce((sum, failure) => sum + failure.count, 0);
    facts.push(["Stale reads", number(stale), "reads that did not show what the same visitor had written"]);
  }
  if (details?.replay) facts.push(["Replayed", `${number(details.replay.replayed)} of ${count(details.replay.lines, "line")}`, leftOut(details.replay)]);
  if (filesOf(latest).length > 0) {
    facts.push(["Files", element("span", { class: "links" }, filesOf(latest).map(file => link(latest, file, FILE_WORDS[file]))),
      filesOf(latest).includes("index.html") ? "The users of Gatling's report are not visits: many are created in reserve." : undefined]);
  }
  find("facts").append(...facts.map(([name, value, more]) => element("div", {},
    element("dt", {}, name), element("dd", {}, value), more ? element("dd", { class: "more" }, more) : undefined)));
}

function besideBaseline(details, name) {
  const beside = details?.comparison?.routes.find(route => route.route === name);
  return beside && `${beside.slower ? "✕ " : ""}× ${beside.ratio.toFixed(3)} of the baseline's ${number(beside.baseline)} µs`;
}

/** The embedded PostgreSQL's processor time per request; undefined if a node does not tell. */
function databaseMicros(details) {
  const figures = details?.server.map(node => node.figures[DATABASE]) ?? [];
  return figures.length === 1 ? figures[0] : undefined;
}

/* Not for profiles whose requests are fixed. */
const MIX_WORDS = { pages: "whole pages", reads: "whole pages, without writes", products: "the products' part of pages", flat: "single requests" };

/** How many of the requests wrote something. */
function writesOf(run) {
  const writes = Object.entries(run.routes).filter(([route]) => !route.startsWith("GET "))
    .reduce((sum, [, figures]) => sum + figures.requests, 0);
  return writes > 0 ? `${count(writes, "write")}: votes, clicks, carts and a few reviews` : undefined;
}

const leftOut = replay => Object.entries(replay.leftOut).map(([reason, lines]) => `${reason}: ${number(lines)}`).join(", ");

const objectivesOf = profile => data.objectives[profile] ?? { minRate: null, routes: {} };

/* slo.yml has percent, this page shares. */
const limitsOf = (profile, route) => {
  const limits = objectivesOf(profile).routes[route] ?? {};
  return { ...limits, errors: isFigure(limits.errors) ? limits.errors / 100 : null };
};

/* Its routes. */

function drawRoutes() {
  const details = data.details[latest.id];
  const compared = Object.fromEntries((details?.comparison?.routes ?? []).map(route => [route.route, route]));
  const limits = route => limitsOf(latest.profile, route);
  const rows = [...Object.keys(latest.routes), "all"].map(route =>
    ({ route, figures: figuresOf(latest, route), limits: limits(route), beside: compared[route] }));
  const runs = details?.comparison?.baselineRuns;
  find("route-table").append(
    table("Latencies in milliseconds, with the limits of slo.yml below them", [
      { heading: "Route", text: true, cell: ({ route }) => (route === "all" ? "All routes" : route) },
      { heading: "Requests", cell: ({ figures }) => number(figures.requests) },
      { heading: "Errors", cell: ({ figures, limits }) => limited(number(figures.errors), errorShare(figures), limits.errors, percent) },
      { heading: "p50", cell: ({ figures }) => number(figures.p50) },
      { heading: "p95", cell: ({ figures, limits }) => limited(number(figures.p95), figures.p95, limits.p95, number) },
      { heading: "p99", cell: ({ figures, limits }) => limited(number(figures.p99), figures.p99, limits.p99, number) },
      { heading: "p99.9", cell: ({ figures, limits }) => limited(number(figures.p999), figures.p999, limits.p999, number) },
      { heading: "Max", cell: ({ figures }) => number(figures.max) },
      { heading: "Typical", cell: ({ figures }) => number(figures.typical) },
      { heading: "Typical vs. baseline", cell: ({ beside }) => toBaseline(beside) },
    ], rows, ({ route }) => (route === "all" ? "total" : undefined)),
    element("p", { class: "note" }, runs === undefined
      ? "There was no baseline to compare this run with. "
      : `The baseline is the median of ${count(runs, "run")}. `, "Typical is the mean of the middle half of the latencies."));
  if (details?.failures.length > 0) {
    find("failures").append(table("Errors of the latest run, the most frequent first", [
      { heading: "Error", text: true, cell: failure => failure.text },
      { heading: "Route", text: true, cell: failure => failure.route },
      { heading: "Count", cell: failure => number(failure.count) },
    ], details.failures));
  }
}

/** A figure with its limit below it, and whether it is within the limit. */
function limited(shown, value, limit, format) {
  if (!isFigure(limit)) return shown;
  const holds = value <= limit;
  return element("span", { class: holds ? "within" : "beyond" }, shown,
    element("small", {}, holds ? `✓ max ${format(limit)}` : `✕ over ${format(limit)}`));
}

function toBaseline(beside) {
  if (!beside) return "–";
  return element("span", { class: beside.slower ? "beyond" : "within" }, isFigure(beside.ratio) ? `× ${beside.ratio.toFixed(2)}` : "–",
    element("small", {}, `${beside.slower ? "✕ slower, " : ""}was ${number(beside.baseline)}`));
}

/* Inside one of the newest runs. */

let inside = [];

function drawInside() {
  const run = detailed.find(candidate => candidate.id === find("inside-run").value);
  const details = data.details[run.id];
  const place = find("inside-figures");
  inside.forEach(drawn => drawn.destroy());
  place.replaceChildren();
  inside = [];
  if (details.levels.length > 0) drawLevels(place, details.levels);
  if (details.points.requests.length > 0) {
    inside.push(latencyBySecond(place, details.points), rateBySecond(place, details.points));
    if (details.points.step > 1) {
      place.append(element("p", { class: "note" },
        `Each point covers ${details.points.step} seconds: the worst latency and error count, and the mean rate.`));
    }
  } else {
    place.append(element("p", { class: "note" }, "Nothing was measured in this run."));
  }
  if (details.server.length > 0) drawServer(place, run, details.server);
}

function drawLevels(place, levels) {
  const failing = levels.findIndex(level => !level.held);
  const knee = levels[(failing < 0 ? levels.length : failing) - 1];
  const finding = knee === undefined
    ? "The service did not hold the first step."
    : failing < 0
      ? `The service held every step up to ${perSecond(knee.targetRate)}; its capacity is higher.`
      : `The capacity is ${perSecond(knee.targetRate)}, the highest step before the service failed one.`;
  place.append(element("p", { class: "finding" }, finding));
  inside.push(staircase(place, levels, failing < 0 ? undefined : knee));
  place.append(table("Steps of the staircase, latencies in milliseconds", [
    { heading: "Planned", cell: level => perSecond(level.targetRate) },
    { heading: "Successful", cell: level => perSecond(level.achievedRate) },
    { heading: "p50", cell: level => number(level.p50) },
    { heading: "p99", cell: level => number(level.p99) },
    { heading: "Errors", cell: level => number(level.errors) },
    { heading: "Held", text: true, cell: level => element("span", { class: level.held ? "within" : "beyond" },
        level.held ? "✓ held" : `✕ ${level.detail}`, level === knee && failing >= 0 ? " – capacity" : "") },
  ], levels, level => (level === knee && failing >= 0 ? "total" : undefined)));
}

function drawServer(place, run, server) {
  const names = [...new Set(server.flatMap(node => Object.keys(node.figures)))];
  const client = { Requests: run.overall.requests, Errors: run.overall.errors, "Requests per second": run.overall.rate,
    "Mean ms": run.overall.mean, "p50 ms": run.overall.p50, "p99 ms": run.overall.p99, "Max ms": run.overall.max };
  place.append(
    element("h3", {}, "Client and service"),
    element("div", { class: "beside" },
      table("Measured by the client", [
        { heading: "Figure", text: true, cell: ([name]) => name },
        { heading: "Client", cell: ([, value]) => number(value) },
      ], Object.entries(client)),
      names.length > 0 ? table("The service's metrics for the same time", [
        { heading: "Figure", text: true, cell: name => name },
        ...server.filter(node => Object.keys(node.figures).length > 0).map(node => ({ heading: node.node, cell: name => number(node.figures[name]) })),
      ], names) : undefined),
    ...server.filter(node => node.problem).map(node => element("p", { class: "note" },
      `${Object.keys(node.figures).length > 0 ? "Of" : "No metrics from"} ${node.node}: ${node.problem}`)));
}

/* The trend. */

let trend = [];

const profiles = () => [...new Set(newestFirst.map(run => run.profile))];

const runsOfProfile = () => data.runs.filter(run => run.profile === find("trend-profile").value);

function drawTrendRoutes() {
  const chosen = find("trend-route").value;
  const routes = ["all", ...new Set(runsOfProfile().flatMap(run => Object.keys(run.routes)).sort())];
  options(find("trend-route"), routes, route => (route === "all" ? "All routes" : route));
  if (routes.includes(chosen)) find("trend-route").value = chosen;
}

function drawTrend() {
  const route = find("trend-route").value;
  const runs = runsOfProfile().filter(run => figuresOf(run, route));
  const profile = find("trend-profile").value;
  const limits = limitsOf(profile, route);
  const minimum = objectivesOf(profile).minRate;
  const guide = (limit, word, format) => (isFigure(limit) ? [{ at: limit, word: `${word} at most ${format(limit)}` }] : []);
  const place = find("trend-figures");
  trend.forEach(drawn => drawn.destroy());
  place.replaceChildren();
  trend = [
    overRuns(place, runs, {
      heading: "Latency, ms",
      format: number,
      metrics: PERCENTILES.map(metric => ({
        metric, word: metric, marked: metric === "p99", valueOf: run => figuresOf(run, route)[metric],
      })),
      guide: [...guide(limits.p95, "p95", milliseconds), ...guide(limits.p99, "p99", milliseconds)],
    }),
    overRuns(place, runs, {
      heading: "Requests per second",
      format: number,
      metrics: route === "all"
        ? [{ metric: "actual", word: "achieved", marked: true, valueOf: run => run.achievedRate },
          { metric: "target", word: "planned", valueOf: run => run.targetRate }]
        : [{ metric: "actual", word: "achieved", marked: true, valueOf: run => figuresOf(run, route).rate }],
      guide: route === "all" && isFigure(minimum) ? [{ at: minimum, word: `at least ${perSecond(minimum)}` }] : [],
    }),
    overRuns(place, runs, {
      heading: "Errors, share of requests",
      format: percent,
      suggestedMax: 0.001,
      metrics: [{ metric: "FAIL", word: "errors", marked: true, valueOf: run => errorShare(figuresOf(run, route)) }],
      guide: guide(limits.errors, "errors", percent),
    }),
    ...(route === "all" ? [
      processorTimes(place, runs, "requestMicros", "The service's CPU time per request, µs"),
      processorTimes(place, runs, "requestMicrosWithCompilers", "The same with the JVM's compilers, of services on other machines, µs"),
    ] : []),
  ].filter(Boolean);
  place.append(...trendNotes(runs));
}

/** A chart of its own for each kind of figure: a line through both would show a change that is none. */
function processorTimes(place, runs, name, heading) {
  return runs.some(run => run[name] > 0)
    ? overRuns(place, runs, { heading, format: number, metrics: [{ metric: "actual", word: "CPU", marked: true, valueOf: run => run[name] || null }] })
    : undefined;
}

function trendNotes(runs) {
  const note = text => element("p", { class: "note" }, text);
  const changed = changes(runs);
  return [
    note("Marks: ● pass, ✕ fail, ◆ inconclusive, ◇ interrupted. A line connects runs with the same conditions. A dashed vertical line marks a change of the conditions."),
    data.leftOut > 0 ? note(`The newest ${data.runs.length} runs are shown; ${count(data.leftOut, "older run")} are in history.jsonl only.`) : undefined,
    runs.length === 1 ? note("A trend needs at least two runs.") : undefined,
    changed.length > 0 ? fold(`Conditions changed ${count(changed.length, "time")}`, table("Changes of the conditions, newest first", [
      { heading: "Since run", text: true, cell: ({ run }) => run.id },
      { heading: "Change", text: true, cell: ({ parts }) => parts.join("; ") },
    ], [...changed].reverse())) : undefined,
  ].filter(Boolean);
}

/* All runs. */

function drawRuns() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const caption = `${data.leftOut > 0 ? `The newest ${data.runs.length} of ${data.runs.length + data.leftOut}` : count(data.runs.length, "run")}, newest first; latencies in milliseconds, times of ${zone}`;
  find("run-table").append(table(caption, [
    { heading: "Run", text: true, cell: run => (filesOf(run).length > 0 ? link(run, filesOf(run)[0], run.id) : run.id) },
    { heading: "Started", text: true, cell: run => time(run.startedAt) },
    { heading: "Verdict", text: true, cell: run => element("span", {}, verdictBadge(run.verdict),
        run.interrupted ? element("small", {}, "interrupted") : "", run.attempt > 1 ? element("small", {}, `attempt ${run.attempt}`) : "") },
    { heading: "Profile", text: true, cell: run => run.profile },
    { heading: "Rate", cell: run => perSecond(run.achievedRate) },
    { heading: "p50", cell: run => number(run.overall.p50) },
    { heading: "p95", cell: run => number(run.overall.p95) },
    { heading: "p99", cell: run => number(run.overall.p99) },
    { heading: "Errors", cell: run => percent(errorShare(run.overall)) },
    { heading: "Commit", text: true, cell: run => element("code", {}, run.commit) },
  ], newestFirst, run => (run.interrupted ? "interrupted" : undefined)));
}

/* Drawing it. */

function drawCharts() {
  const colour = colours();
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 12;
  Chart.defaults.color = colour.muted;
  if (detailed.length > 0) drawInside();
  drawTrend();
}

/** Shows the verdict as a coloured dot in the browser's tab. */
function markTab() {
  const dot = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${colours()[latest.verdict]}"/></svg>`;
  document.querySelector("link[rel=icon]").href = `data:image/svg+xml,${encodeURIComponent(dot)}`;
  document.title = `${VERDICTS[latest.verdict].word}: ${latest.profile} – Atelier load tests`;
}

function draw() {
  markTab();
  drawLatest();
  drawRoutes();
  drawRuns();
  options(find("inside-run"), detailed.map(run => run.id), id => {
    const run = detailed.find(candidate => candidate.id === id);
    return `${when(run.startedAt)} · ${run.profile} · ${VERDICTS[run.verdict].word.toLowerCase()}`;
  });
  options(find("trend-profile"), profiles());
  drawTrendRoutes();
  drawCharts();
  find("inside-run").addEventListener("change", drawInside);
  find("trend-route").addEventListener("change", drawTrend);
  find("trend-profile").addEventListener("change", () => {
    drawTrendRoutes();
    drawTrend();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawCharts);
}

const there = { runs: data.runs.length > 0, details: detailed.length > 0 };
document.querySelectorAll("[data-needs]").forEach(part => { part.hidden = !there[part.dataset.needs]; });
find("empty").hidden = there.runs;
if (there.runs) draw();
