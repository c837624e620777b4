/** Requests new samples from the node at each interval and shows them. A hidden page requests nothing. */

import {Chart, time} from "./charts.js";

const HISTORY_MILLISECONDS = 15 * 60_000;
const DATA_TIMEOUT_MILLISECONDS = 4_000;
const HEALTH_TIMEOUT_MILLISECONDS = 9_000;
const SERVER_ERROR_COLOURS = ["red", "purple"];
const CLIENT_ERROR_COLOURS = ["orange", "blue", "green", "grey"];

const find = id => document.getElementById(id);

const number = (value, digits = 0) => value.toLocaleString("en", {minimumFractionDigits: digits, maximumFractionDigits: digits});
const count = value => value >= 100 || Number.isInteger(value) ? number(value) : number(value, value < 10 ? 2 : 1);
const percent = value => `${number(100 * value, value > 0 && value < 0.1 ? 1 : 0)} %`;
const megabytes = value => `${number(value / 1_048_576)} MB`;
const duration = milliseconds => {
  if (milliseconds == null) return "–";
  if (milliseconds >= 1_000) return `${number(milliseconds / 1_000, milliseconds < 10_000 ? 2 : 1)} s`;
  return `${milliseconds >= 100 ? number(milliseconds) : Number(milliseconds.toPrecision(2))} ms`;
};
// The Swedish format is that of ISO 8601.
const date = milliseconds => new Date(milliseconds).toLocaleString("sv-SE");
const span = milliseconds => {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 60) return `${minutes} min`;
  return minutes < 2 * 24 * 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${Math.floor(minutes / 60 / 24)} days`;
};

let samples = [];
let latest = null;
let lastResponse = Date.now();
let problem = "";
let failedChecks = [];

// The charts

const charts = [
  {
    chart: new Chart(find("charts"), "Requests per second", count),
    lines: () => [line("requests", "blue", sample => figures(sample)?.perSecond ?? 0)],
  },
  {
    chart: new Chart(find("charts"), "Response time", duration, {logarithmic: true}),
    lines: () => [
      line("p50", "blue", sample => figures(sample)?.p50),
      line("p95", "orange", sample => figures(sample)?.p95),
      line("p99", "purple", sample => figures(sample)?.p99),
    ],
  },
  {
    chart: new Chart(find("charts"), "Errors per second, by status", count),
    lines: () => [
      ...errorLines(errorStatuses().filter(status => status >= "500"), SERVER_ERROR_COLOURS),
      ...errorLines(errorStatuses().filter(status => status < "500"), CLIENT_ERROR_COLOURS),
    ],
  },
  {
    chart: new Chart(find("charts"), "Cache hit ratio", percent),
    lines: () => [line("hits", "green", sample => hitShare([sample]))],
  },
  {
    chart: new Chart(find("charts"), "Database", count),
    lines: () => [
      line("busy connections", "blue", sample => sample.node.connectionsActive),
      line("waiting lookups", "orange", sample => sample.node.lookupsWaiting),
      line("refused lookups", "red", sample => sample.node.lookupsRefused),
      line("waiting writes", "purple", sample => sample.node.writesWaiting),
    ],
  },
  {
    chart: new Chart(find("charts"), "Shoppers' writes per second", count),
    lines: () => [
      line("written", "green", sample => sample.node.writes / sample.seconds),
      line("refused", "orange", sample => sample.node.writesRefused / sample.seconds),
      line("over the limit", "purple", sample => sample.node.writesLimited / sample.seconds),
      line("failed", "red", sample => sample.node.writesFailed / sample.seconds),
    ],
  },
  {
    chart: new Chart(find("charts"), "CPU", percent),
    lines: () => [
      line("all cores", "blue", sample => sample.node.processorSeconds / sample.seconds / latest.node.processors),
      line("garbage collection pauses", "red", sample => sample.node.collectionMilliseconds / 1000 / sample.seconds),
    ],
  },
  {
    chart: new Chart(find("charts"), "Heap", megabytes),
    lines: () => [line("in use", "purple", sample => sample.node.heapBytes)],
  },
  {
    chart: new Chart(find("charts"), "Active requests and threads", count),
    lines: () => [
      line("active requests", "blue", sample => sample.node.requestsActive),
      line("waiting for a thread", "red", sample => sample.node.jobsQueued),
      line("all threads", "grey", sample => sample.node.threads),
    ],
  },
];

/** The chosen route's statistics; undefined if it had no requests in the sample. */
function figures(sample) {
  return find("route").value === "" ? sample.total : sample.routes[find("route").value];
}

function line(name, colour, value) {
  return {name, colour, values: points().map(sample => sample === null ? null : value(sample) ?? null)};
}

function errorLines(statuses, colours) {
  return statuses.map((status, i) => line(
    status, colours[i % colours.length], sample => (figures(sample)?.statuses[status] ?? 0) / sample.seconds));
}

/** The samples, with a null for each gap in which the node did not respond. */
function points() {
  return samples.flatMap((sample, i) => hasGapBefore(i) ? [null, sample] : [sample]);
}

function times() {
  return samples.flatMap((sample, i) => hasGapBefore(i) ? [samples[i - 1].time + 1, sample.time] : [sample.time]);
}

function hasGapBefore(i) {
  return i > 0 && samples[i].time - samples[i - 1].time > 3 * latest.node.intervalMilliseconds;
}

function errorStatuses() {
  const statuses = samples.flatMap(sample => Object.keys(figures(sample)?.statuses ?? {}));
  return [...new Set(statuses)].filter(status => status >= "400").sort();
}

function hitShare(some) {
  const hits = some.reduce((sum, sample) => sum + sample.node.cacheHits, 0);
  const all = some.reduce((sum, sample) => sum + sample.node.cacheMisses, hits);
  return all > 0 ? hits / all : null;
}

function drawCharts() {
  charts.forEach(({chart, lines}) => chart.draw(times(), lines(), latest.now));
}

// Text

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

function showTiles() {
  const {total} = latest.windows[0];
  const minute = samples.filter(sample => sample.time > latest.now - 60_000);
  const sum = name => minute.reduce((all, sample) => all + (sample.node[name] ?? 0), 0);
  const seconds = minute.reduce((all, sample) => all + sample.seconds, 0) || 1;
  const failed = failures(total);
  const now = samples.at(-1)?.node ?? {};
  const hits = hitShare(minute);
  find("tiles").replaceChildren(
    tile("Requests per second", count(total.perSecond), `${number(total.requests)} requests`),
    tile("p50", duration(total.p50), "half are faster"),
    tile("p95", duration(total.p95), "19 of 20 are faster"),
    tile("p99", duration(total.p99), `longest ${duration(total.longest)}`),
    tile("Failed", total.requests ? percent(failed / total.requests) : "–", `${number(failed)} with a 5xx status`, failed > 0),
    tile("Cache hits", hits === null ? "–" : percent(hits), `${number(now.cacheEntries ?? 0)} responses, ${megabytes(now.cacheBytes ?? 0)}`),
    tile("CPU", percent(sum("processorSeconds") / seconds / latest.node.processors), `of ${latest.node.processors} cores`),
    tile("Heap", megabytes(now.heapBytes ?? 0), `of ${megabytes(latest.node.largestHeapBytes)}`),
    tile("Garbage collection", `${number(sum("collectionMilliseconds"))} ms`, `${number(sum("collections"))} ${sum("collections") === 1 ? "pause" : "pauses"}`),
    tile("Database", `${now.connectionsActive ?? "–"} of ${(now.connectionsActive ?? 0) + (now.connectionsIdle ?? 0)}`,
      `connections busy, ${now.lookupsWaiting ?? "–"} waiting, ${number(sum("lookupsRefused"))} refused`, sum("lookupsRefused") > 0),
    tile("Shoppers' writes", count(sum("writes") / seconds),
      `per second, ${number(sum("writesRefused") + sum("writesLimited"))} refused, ${number(sum("writesFailed"))} failed`, sum("writesFailed") > 0));
}

function tile(name, value, more, bad = false) {
  const made = element("div", "", bad ? "bad" : "");
  made.append(element("dt", name), element("dd", value), element("dd", more, "more"));
  return made;
}

function failures(some) {
  return Object.entries(some.statuses).reduce((sum, [status, requests]) => sum + (status >= "500" ? requests : 0), 0);
}

/** @param rows arrays of cells: texts or elements */
function fill(table, rows, whenEmpty) {
  const names = [...find(table).tHead.rows[0].cells].map(cell => cell.textContent);
  const empty = element("td", whenEmpty, "empty");
  empty.colSpan = names.length;
  const filled = rows.length > 0 ? rows : [[empty]];
  find(table).tBodies[0].replaceChildren(...filled.map(cells => {
    const row = document.createElement("tr");
    row.append(...cells.map((cell, i) => {
      if (cell instanceof Element) return cell;
      const made = element("td", cell, cell === "" ? "blank" : "");
      made.dataset.name = names[i];
      return made;
    }));
    return row;
  }));
}

function rowHead(text) {
  const made = element("th", text);
  made.scope = "row";
  return made;
}

function showRoutes() {
  const window = latest.windows[document.querySelector("#window input:checked").value];
  const rows = Object.entries(window.routes);
  if (rows.length > 1) rows.push(["all", window.total]);
  fill("routes", rows.map(([route, of]) => [
    rowHead(route === "none" ? "none (unknown path, or response before routing)" : route),
    number(of.requests), count(of.perSecond), duration(of.p50), duration(of.p95), duration(of.p99), duration(of.longest),
    element("td", Object.entries(of.statuses).map(([status, requests]) => `${status}: ${number(requests)}`).join(", "), "text"),
  ]), "No requests in this period.");
}

function showSlowest() {
  fill("slowest", latest.slowest.map(request => {
    const path = element("td", "", "text");
    path.append(element("code", `${request.method} ${request.path}`));
    return [duration(request.milliseconds), time(request.time), path, request.route, String(request.status), request.requestId ?? ""];
  }), "No requests in this period.");
}

function showStatements() {
  fill("statements", latest.statements.filter(statement => statement.calls > 0).map(statement => [
    rowHead(statement.name), number(statement.calls), duration(statement.p50), duration(statement.p99), duration(statement.longest),
  ]), "None so far.");
}

function showRouteChoices() {
  const choice = find("route");
  const known = new Set([...choice.options].map(option => option.value));
  Object.keys(latest.windows.at(-1).routes).filter(route => !known.has(route)).forEach(route => choice.add(new Option(route, route)));
}

function showHealth(checks) {
  const catalogues = (latest?.catalogues ?? []).map(({server, imported, inSight}) => ({
    name: "catalogue",
    healthy: inSight,
    message: `${server}: ${imported ? `imported ${date(imported)}` : "not seen yet"}${inSight ? "" : ", server not reachable"}`,
  }));
  const all = [...checks, ...catalogues];
  find("health").replaceChildren(...all.map(({name, healthy, message}) => {
    const item = element("li", "");
    item.append(element("b", name), element("span", healthy ? "healthy " : "failing ", healthy ? "good" : "bad"), message ?? "");
    return item;
  }));
  failedChecks = all.filter(check => !check.healthy).map(({name, message}) => `Health check ${name} fails${message ? `: ${message}` : ""}`);
}

function showState() {
  const {host} = location;
  find("address").textContent = host;
  find("state").textContent = problem ? "no response" : failedChecks.length > 0 ? "running, health checks fail" : "running";
  find("state").className = problem || failedChecks.length > 0 ? "bad" : "good";
  find("figures").classList.toggle("stale", problem !== "");
  const alarms = problem ? [problem] : failedChecks;
  if (find("alarm").textContent !== alarms.join("\n")) find("alarm").textContent = alarms.join("\n");
  find("alarm").hidden = alarms.length === 0;
  document.title = `${alarms.length > 0 ? "✖ " : ""}${host} – Atelier`;
  if (latest !== null) {
    const {version, commit, java, started} = latest.node;
    find("build").textContent = `${version} (${commit}), Java ${java}, started ${date(started)}, ${span(latest.now - started)} ago`;
  }
}

function show() {
  if (latest !== null) {
    showRouteChoices();
    showTiles();
    drawCharts();
    showRoutes();
    showSlowest();
    showStatements();
  }
  showState();
}

// Requests

async function loadData() {
  try {
    const response = await fetch(`/dashboard/data.json?since=${samples.at(-1)?.time ?? 0}`, {signal: AbortSignal.timeout(DATA_TIMEOUT_MILLISECONDS)});
    if (!response.ok) throw new Error(`status ${response.status}`);
    latest = await response.json();
    samples = [...samples, ...latest.samples].filter(sample => sample.time > latest.now - HISTORY_MILLISECONDS);
    lastResponse = Date.now();
    problem = "";
  } catch (error) {
    problem = `No response since ${time(lastResponse)} (${error.message}). The values below are from then.`;
  }
}

async function loadHealth() {
  try {
    // If a check fails, the status is 500 with the same body.
    const response = await fetch("/healthcheck", {signal: AbortSignal.timeout(HEALTH_TIMEOUT_MILLISECONDS)});
    const checks = Object.entries(await response.json()).map(([name, check]) => ({name, ...check}));
    showHealth(checks);
  } catch (error) {
    // If the node is gone, the page already says so.
    if (!problem) showHealth([{name: "health checks", healthy: false, message: `no response (${error.message})`}]);
  }
  showState();
}

function repeat(load, pauseMilliseconds) {
  let pending = null;
  const turn = async () => {
    clearTimeout(pending);
    if (document.hidden) return;
    await load();
    clearTimeout(pending);
    pending = setTimeout(turn, pauseMilliseconds());
  };
  document.addEventListener("visibilitychange", turn);
  return turn();
}

find("route").addEventListener("change", show);
find("window").addEventListener("change", show);
document.addEventListener("pointed-away", () => charts.forEach(({chart}) => chart.showLatest()));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  charts.forEach(({chart}) => chart.repaint());
  show();
});

await repeat(async () => { await loadData(); show(); }, () => latest?.node.intervalMilliseconds ?? 5_000);
await repeat(loadHealth, () => 10_000);
