"use strict";
// The report in the browser. Whatever comes from a page becomes a text node, never markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const STATES = ["translated", "partial", "stale", "missing", "orphan", "excluded"];
  const CHUNK = 200;
  const $ = (id) => document.getElementById(id);
  const grouped = new Intl.NumberFormat("en").format;
  const count = (number, noun) => `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;

  function el(name, attributes = {}, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === undefined || value === null || value === false) continue;
      if (typeof value === "function") node.addEventListener(key, value);
      else node.setAttribute(key, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  }

  // The data as objects, and sums over them.

  const pages = [];
  const byId = new Map();
  data.locales.forEach((locale, at) => {
    locale.order = at;
    for (const [path, state, translated, untranslated, stale, missing, id, rules] of locale.pages) {
      const page = {
        locale, path: data.paths[path], section: data.sections[path], state: STATES[state],
        translated, untranslated, stale, missing, id, rules: new Map(),
      };
      for (let i = 0; rules && i < rules.length; i += 2) page.rules.set(rules[i], rules[i + 1]);
      page.total = translated + untranslated + stale + missing;
      page.open = page.total - translated;
      page.findings = [...page.rules.values()].reduce((sum, count) => sum + count, 0);
      pages.push(page);
      if (id) byId.set(id, page);
    }
  });

  /** Pages that a locale has or should have. */
  const isCounted = (page) => page.state !== "orphan" && page.state !== "excluded";

  function sums(list) {
    const out = { translated: 0, untranslated: 0, stale: 0, missing: 0, total: 0, findings: 0, count: 0, states: {} };
    for (const state of STATES) out.states[state] = 0;
    for (const page of list) {
      for (const key of ["translated", "untranslated", "stale", "missing", "total", "findings"]) out[key] += page[key];
      out.states[page.state] += 1;
      if (isCounted(page)) out.count += 1;
    }
    out.percent = percent(out);
    return out;
  }

  function percent({ translated, total }) {
    return total === 0 ? 100 : Math.floor((translated * 2000 + total) / (total * 2)) / 10;
  }

  function bar(sum, extra = "") {
    const parts = ["translated", "stale", "untranslated", "missing"].filter((part) => sum[part] > 0);
    const label = parts.map((part) => `${grouped(sum[part])} words ${part}`).join(", ") || "no words";
    const node = el("div", { class: `bar ${extra}`, role: "img", "aria-label": label, title: label });
    for (const part of parts) {
      const piece = el("i", { class: part });
      piece.style.flex = `${sum[part]} 0 0`;
      node.append(piece);
    }
    return node;
  }

  const all = sums(pages);

  const nameOf = (locale) =>
    el("span", {}, el("bdi", { lang: locale.tag }, locale.name || ""), " ", el("span", { class: "tag" }, locale.tag));

  // A table that sorts by its columns: { label, value, cell, number, wide }; those that are wide are not in a narrow window.

  const kindOf = (column) => [column.number && "number", column.wide && "wide-only"].filter(Boolean).join(" ") || null;

  function table(node, columns, limit = Infinity) {
    const state = { rows: [], column: null, down: false, shown: limit };
    const body = el("tbody");
    const heads = columns.map((column) => {
      const button = el("button", { type: "button", click: () => sort(column) }, column.label);
      return el("th", { scope: "col", class: kindOf(column) }, button);
    });
    const more = el("button", { type: "button", class: "button more", click: () => { state.shown += limit; fill(); } });
    node.replaceChildren(el("thead", {}, el("tr", {}, ...heads)), body);
    if (limit !== Infinity) $("rest").append(more);

    function sort(column, down = column === state.column ? !state.down : Boolean(column.number)) {
      Object.assign(state, { column, down });
      columns.forEach((one, at) => {
        if (one === column) heads[at].setAttribute("aria-sort", down ? "descending" : "ascending");
        else heads[at].removeAttribute("aria-sort");
      });
      fill();
    }
    function fill(wanted) {
      const { column, down } = state;
      const compare = (a, b) => {
        const [x, y] = [column.value(a), column.value(b)];
        return (typeof x === "number" ? x - y : x < y ? -1 : x > y ? 1 : 0) * (down ? -1 : 1);
      };
      const sorted = column ? [...state.rows].sort(compare) : state.rows;
      while (wanted && sorted.indexOf(wanted) >= state.shown) state.shown += limit;
      body.replaceChildren(...sorted.slice(0, state.shown).map((row) => {
        const cells = columns.map((column, at) =>
          el(at === 0 ? "th" : "td", { scope: at === 0 && "row", class: kindOf(column) }, column.cell(row)));
        return el("tr", {}, ...cells);
      }));
      more.hidden = sorted.length <= state.shown;
      more.textContent = `Show more (${grouped(sorted.length - state.shown)} left)`;
    }
    /** Shows the first of the rows, and as many more as it takes to show `wanted`. */
    function show(rows, wanted) {
      Object.assign(state, { rows, shown: limit });
      fill(wanted);
    }
    return { show, sort };
  }

  const figure = (key, label) =>
    ({ label, value: (row) => row[key], cell: (row) => known(row, key), number: true });
  const share = { label: "%", value: percent, cell: (row) => percent(row).toFixed(1), number: true };
  const picture = { label: "words", value: (row) => row.total, cell: (row) => bar(row) };
  /** None that are known are not none where the history is not. */
  const known = (row, key) => (key === "stale" && data.gap && row.stale === 0 ? "?" : grouped(row[key]));

  // The overview.

  const filter = { locale: "", section: "", state: "", rule: "", text: "" };
  const matches = (page) =>
    (!filter.locale || page.locale.tag === filter.locale)
    && (!filter.section || data.sectionNames[page.section] === filter.section)
    && (!filter.state || page.state === filter.state)
    && (!filter.rule || page.rules.has(data.rules.findIndex(([id]) => id === filter.rule)))
    && (!filter.text || page.path.toLowerCase().includes(filter.text.toLowerCase()));

  function change(before, now) {
    if (before === null || before === undefined) return "";
    if (before === "new") return "new";
    const tenths = Math.round((now - before) * 10);
    if (tenths === 0) return "=";
    return el("span", { class: tenths > 0 ? "up" : "down" }, `${tenths > 0 ? "▲" : "▼"} ${(Math.abs(tenths) / 10).toFixed(1)}`);
  }

  const locales = data.locales.map((locale) =>
    ({ locale, ...sums(pages.filter((page) => page.locale === locale)) }));
  const compared = data.locales.some((locale) => locale.before !== undefined);
  const stated = (state) => ({ label: state, value: (row) => row.states[state], cell: (row) => grouped(row.states[state]), number: true });
  const localeTable = table($("locales"), [
    { label: "locale", value: (row) => row.locale.tag, cell: (row) => el("a", { href: link({ locale: row.locale.tag }) }, nameOf(row.locale)) },
    share, { ...picture, label: "words of the source" },
    ...(compared ? [{ label: "change", value: (row) => row.percent - (Number(row.locale.before) || 0), cell: (row) => change(row.locale.before, row.percent), number: true }] : []),
    figure("untranslated", "untranslated"), figure("stale", "stale"), figure("missing", "missing"),
    { label: "pages done", value: (row) => row.states.translated, cell: (row) => `${grouped(row.states.translated)}/${grouped(row.count)}`, number: true },
    ...["orphan", "excluded"].filter((state) => locales.some((row) => row.states[state] > 0)).map(stated),
    figure("findings", "findings"),
  ]);
  localeTable.show(locales);
  localeTable.sort(share, true);

  function heat() {
    const sums = data.locales.map(() => data.sectionNames.map(() => ({ translated: 0, total: 0, open: 0, pages: 0 })));
    for (const page of pages) {
      if (!isCounted(page)) continue;
      const sum = sums[page.locale.order][page.section];
      sum.translated += page.translated;
      sum.total += page.total;
      sum.open += page.open;
      sum.pages += 1;
    }
    const heads = data.sectionNames.map((name) => el("th", { scope: "col", title: name }, el("span", {}, name)));
    const cell = (locale, at) => {
      const sum = sums[locale.order][at];
      if (sum.pages === 0) return el("td", {}, el("span", { class: "cell none" }, "–"));
      const value = percent(sum);
      const name = `${locale.tag}, ${data.sectionNames[at]}: ${value.toFixed(1)} % translated, ${grouped(sum.open)} words to do in ${grouped(sum.pages)} pages`;
      const go = () => { location.hash = link({ locale: locale.tag, section: data.sectionNames[at] }); $("pages-title").scrollIntoView(); };
      const button = el("button", { type: "button", class: "cell", title: name, "aria-label": name, click: go }, String(Math.floor(value)));
      button.dataset.level = level(value);
      return el("td", {}, button);
    };
    const order = [...locales].sort((a, b) => b.percent - a.percent).map((row) => row.locale);
    const rows = order.map((locale) => el("tr", {}, el("th", { scope: "row" }, nameOf(locale)), ...data.sectionNames.map((_, at) => cell(locale, at))));
    $("heat").replaceChildren(el("thead", {}, el("tr", {}, el("td"), ...heads)), el("tbody", {}, ...rows));
    walk($("heat"));
    $("scale").append(...STEPS.map((step) => el("span", { class: "cell", "data-level": level(step) }, step === 100 ? "100" : `${step}–`)));
  }

  /** How far each colour of the heat map reaches: what is nearly done differs more than what is not begun. */
  const STEPS = [0, 25, 50, 75, 90, 95, 100];
  const level = (value) => STEPS.findLastIndex((step) => value >= step);

  /** One stop of the tab key for the buttons of a table; arrow keys go from one to the next. */
  function walk(node) {
    const grid = [...node.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.querySelector("button")));
    const all = grid.flat().filter(Boolean);
    const stop = (one) => all.forEach((button) => { button.tabIndex = button === one ? 0 : -1; });
    stop(all[0]);
    node.addEventListener("focusin", (event) => { if (all.includes(event.target)) stop(event.target); });
    const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    node.addEventListener("keydown", (event) => {
      const row = grid.findIndex((buttons) => buttons.includes(event.target));
      if (row < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      const at = grid[row].indexOf(event.target);
      const ends = { Home: grid[row].find(Boolean), End: grid[row].findLast(Boolean) };
      let next = ends[event.key];
      const [down, right] = ARROWS[event.key] || [0, 0];
      for (let step = 1; !next && (down || right); step += 1) {
        const buttons = grid[row + down * step];
        const column = at + right * step;
        if (!buttons || column < 0 || column >= buttons.length) break;
        next = buttons[column];
      }
      if (next) next.focus();
      if (next || down || right) event.preventDefault();
    });
  }

  const toDo = figure("open", "to do");
  const pageTable = table($("pages"), [
    { label: "page", value: (row) => row.path, cell: (row) => (row.id ? el("a", { href: `#page/${row.id}` }, el("bdi", {}, row.path)) : el("bdi", {}, row.path)) },
    { label: "locale", value: (row) => row.locale.tag, cell: (row) => el("span", { class: "tag" }, row.locale.tag) },
    { label: "state", value: (row) => STATES.indexOf(row.state), cell: (row) => el("span", { class: `state ${row.state}` }, row.state) },
    { ...picture, wide: true }, share, { ...figure("total", "all"), wide: true }, toDo, figure("findings", "findings"),
  ], CHUNK);

  function link(changes) {
    const all = Object.entries({ ...filter, ...changes }).filter(([, value]) => value !== "");
    return "#?" + new URLSearchParams(all).toString();
  }

  function options(select, values, all) {
    select.replaceChildren(el("option", { value: "" }, all), ...values.map(([value, label]) => el("option", { value }, label)));
  }

  const form = $("filters");
  const totals = data.rules.map((_, rule) => pages.reduce((sum, page) => sum + (page.rules.get(rule) || 0), 0));
  options(form.elements.locale, data.locales.map((locale) => [locale.tag, `${locale.tag} ${locale.name || ""}`]), "all locales");
  options(form.elements.section, data.sectionNames.map((name) => [name, name]), "all sections");
  options(form.elements.state, STATES.filter((state) => pages.some((page) => page.state === state)).map((state) => [state, state]), "all states");
  options(form.elements.rule, data.rules.map(([id], at) => [id, `${id} (${grouped(totals[at])})`]), "all rules");
  form.addEventListener("input", () => {
    for (const key of Object.keys(filter)) filter[key] = form.elements[key].value;
    history.replaceState(null, "", link({}));
    list();
  });
  form.addEventListener("reset", () => { location.hash = "#"; });
  form.addEventListener("submit", (event) => event.preventDefault());

  function list(wanted) {
    const found = pages.filter(matches);
    pageTable.show(found, wanted);
    const sum = sums(found);
    const of = data.rules.length ? `, ${grouped(sum.findings)} findings` : "";
    const beside = ["orphan", "excluded"].filter((state) => sum.states[state] > 0).map((state) => `, ${state} besides: ${grouped(sum.states[state])}`);
    $("count").textContent = `${grouped(sum.count)} of ${grouped(all.count)} pages, ${grouped(sum.total - sum.translated)} words to do${of}${beside.join("")}`;
  }

  // A page beside its source.

  const views = new Map();
  const waiting = new Map();
  window.fidusPage = (id, view) => { views.set(id, view); };

  async function load(id) {
    // Views that are part of this file come after this script.
    if (document.readyState === "loading") await new Promise((done) => document.addEventListener("DOMContentLoaded", done));
    if (views.has(id)) return views.get(id);
    const inline = $(`view-${id}`);
    if (inline) {
      views.set(id, JSON.parse(inline.textContent));
      return views.get(id);
    }
    if (!waiting.has(id)) {
      waiting.set(id, new Promise((done, failed) => {
        const script = el("script", { src: `pages/${id}.js`, load: () => (views.has(id) ? done(views.get(id)) : failed(id)), error: () => failed(id) });
        document.head.append(script);
      }));
    }
    return waiting.get(id);
  }

  const HIDDEN = /([\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}])/u;
  /** Text with characters that nobody sees spelled out. */
  function visible(text) {
    return text.split(HIDDEN).map((piece, at) => at % 2 === 0 ? piece
      : el("span", { class: "hidden" }, "U+" + piece.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")));
  }

  /** Where a place (line and column, from 1, in characters) lies in a passage, in UTF-16 units. */
  function offset([firstLine, firstColumn, text], line, column) {
    if (line < firstLine) return 0;
    let start = 0;
    for (let at = firstLine; at < line; at += 1) {
      const end = text.indexOf("\n", start);
      if (end < 0) return text.length;
      start = end + 1;
    }
    const skip = column - (line === firstLine ? firstColumn : 1);
    const rest = text.slice(start, start + Math.max(0, skip) * 2);
    return Math.min(text.length, start + Array.from(rest).slice(0, Math.max(0, skip)).join("").length);
  }

  /** What reads from left to right in any text: keys of the front matter, code, targets of links, addresses, tags, placeholders. */
  const CODE = /^[\w.-]+(?=:\s)|(`+)[^`\n]+\1|(?<=\])(?:\([^()\n]*\)|\[[^[\]\n]*\])|\bhttps?:\/\/[^\s<>)]+|<\/?[a-z!][^<>\n]*>|\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}|\{#[^{}\n]*\}/gi;

  /** A passage with what was found in it marked; `places` are [line, column, end line, end column]. */
  function passage(text, places, dir) {
    const range = (start, end, node) => ({ start, end, node });
    const marks = places.map(([line, column, endLine, endColumn]) => {
      const [start, end] = [offset(text, line, column), offset(text, endLine, endColumn)];
      return range(start, end, el("mark", { class: start === end && "point" }));
    });
    const code = dir === "rtl" ? [...text[2].matchAll(CODE)].map((one) => range(one.index, one.index + one[0].length, el("bdi", { dir: "ltr" }))) : [];
    return nested(text[2], [...marks, ...code]);
  }

  /** A text with nodes around parts of it. A part that begins inside of another ends there. */
  function nested(text, parts) {
    const root = { end: text.length, node: el("div", { class: "text" }) };
    const around = [root];
    let at = 0;
    const write = (to) => { around.at(-1).node.append(...visible(text.slice(at, to))); at = to; };
    const close = (to) => { while (around.length > 1 && around.at(-1).end <= to) { write(around.at(-1).end); around.pop(); } };
    for (const part of parts.sort((a, b) => a.start - b.start || b.end - a.end)) {
      close(part.start);
      write(part.start);
      part.end = Math.min(part.end, around.at(-1).end);
      around.at(-1).node.append(part.node);
      around.push(part);
    }
    close(text.length);
    write(text.length);
    return root.node;
  }

  /** A sentence in which back-ticks stand for code. */
  const sentence = (text) => el("bdi", {}, ...text.split("`").flatMap((piece, at) => (at % 2 ? [el("code", {}, ...visible(piece))] : visible(piece))));

  function finding(one) {
    const change = one.expected !== undefined && one.found !== undefined
      ? el("div", {}, el("code", {}, ...visible(one.found)), " → ", el("code", {}, ...visible(one.expected))) : null;
    return el("li", { class: one.severity, tabindex: "-1" },
      el("b", {}, one.severity), " ", el("code", {}, one.rule), " ", sentence(one.message), change,
      one.help ? el("div", { class: "help" }, sentence(one.help)) : null);
  }

  const TO_DO = ["untranslated", "stale", "missing"];
  function row(page, view, [kind, fate, source, target, findings]) {
    const found = findings.map((at) => view.findings[at]);
    const side = (text, attributes, places) => text
      ? el("div", { class: "side", ...attributes }, el("span", { class: "lineno" }, String(text[0])), passage(text, places, attributes.dir))
      : el("div", { class: "side gap" }, "–");
    const places = (key) => found.map((one) => one[key]).filter(Boolean);
    return el("div", { class: `row ${kind} ${fate}`, role: "group", title: kind, "data-open": TO_DO.includes(fate) || found.length > 0 },
      fate === "translated" || fate === "wordless" ? null : el("div", { class: "note" }, el("span", { class: `state ${fate}` }, fate), kind),
      side(source, { lang: data.source, dir: "ltr" }, places("source")),
      side(target, { lang: page.locale.tag, dir: page.locale.dir }, places("at")),
      found.length ? el("ul", { class: "findings" }, ...found.map(finding)) : null);
  }

  async function open(id) {
    const page = byId.get(id);
    const box = $("page");
    box.replaceChildren(el("p", {}, "…"));
    let view;
    try {
      view = await load(id);
    } catch {
      if (location.hash !== `#page/${id}`) return;
      box.replaceChildren(el("p", { role: "alert" }, `This page could not be loaded: the folder pages must lie beside this file (${id}.js).`));
      return;
    }
    // Another page was opened in the meantime.
    if (location.hash !== `#page/${id}`) return;
    const mine = pages.filter((one) => one.locale === page.locale && one.id && matches({ ...one, locale: page.locale }));
    const at = mine.indexOf(page);
    const step = (to, label) => (mine[to] ? el("a", { class: "button", href: `#page/${mine[to].id}` }, label) : null);
    const rows = view.rows.map((one) => row(page, view, one));
    const inRows = new Set(view.rows.flatMap((one) => one[4]));
    const whole = view.findings.filter((_, index) => !inRows.has(index));
    const only = el("input", { type: "checkbox", id: "only", change: () => rows.forEach((one) => { one.hidden = only.checked && one.dataset.open !== "true"; }) });
    const heading = el("h2", { tabindex: "-1", class: "path" }, el("bdi", {}, page.path));
    box.replaceChildren(
      heading,
      el("p", {}, nameOf(page.locale), " ", el("span", { class: `state ${page.state}` }, page.state), ` ${percent(page).toFixed(1)} % of ${grouped(page.total)} words, ${grouped(page.open)} to do, ${grouped(page.findings)} findings`),
      bar(page, "wide"),
      el("div", { class: "tools" }, el("a", { class: "button", href: link({}) }, "← All pages"),
        el("button", { type: "button", class: "button", click: () => jump(1) }, "Next finding (j)"),
        el("button", { type: "button", class: "button", click: () => jump(-1) }, "Previous finding (k)"),
        step(at - 1, "Previous page"), at >= 0 ? step(at + 1, "Next page") : null,
        el("label", { class: "line" }, only, "Only what there is to do")),
      whole.length ? el("ul", { class: "findings" }, ...whole.map(finding)) : "",
      el("div", { class: "rows" },
        el("div", { class: "row head" }, el("div", { class: "side path" }, el("bdi", {}, view.source)), el("div", { class: "side path" }, el("bdi", {}, view.target))),
        ...rows));
    document.title = `${page.path} (${page.locale.tag}), translation coverage`;
    heading.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  function jump(by) {
    const all = [...$("page").querySelectorAll(".findings li")].filter((one) => !one.closest("[hidden]"));
    if (all.length === 0) return;
    const here = all.indexOf(document.activeElement);
    const next = here < 0 ? all[by < 0 ? all.length - 1 : 0] : all[(here + by + all.length) % all.length];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  }

  // Addresses: `#?locale=nn&state=partial`, `#page/0123456789abcdef`.

  let left = null;
  function route() {
    const id = location.hash.startsWith("#page/") ? location.hash.slice(6) : "";
    const isPage = byId.has(id);
    $("overview").hidden = isPage;
    $("page").hidden = !isPage;
    if (isPage) {
      left = byId.get(id);
      return void open(id);
    }
    $("page").replaceChildren();
    document.title = "Translation coverage";
    const typed = new URLSearchParams(location.hash.slice(2));
    for (const key of Object.keys(filter)) {
      filter[key] = typed.get(key) || "";
      form.elements[key].value = filter[key];
      filter[key] = form.elements[key].value;
    }
    list(left);
    // Whoever comes back from a page goes on at its link.
    if (left) ($("pages").querySelector(`a[href="#page/${left.id}"]`) || $("pages-title")).focus();
    left = null;
  }

  // The address stays as it is: it holds the filters.
  document.querySelectorAll(".skip").forEach((skip) => skip.addEventListener("click", (event) => {
    event.preventDefault();
    $(skip.hash.slice(1)).focus();
  }));

  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("select, input:not([type=checkbox])");
    if (event.ctrlKey || event.metaKey || event.altKey || typing) return;
    if ($("page").hidden) {
      if (event.key === "/") { event.preventDefault(); form.elements.text.focus(); }
    } else if (event.key === "j") jump(1);
    else if (event.key === "k") jump(-1);
    else if (event.key === "Escape") location.hash = link({});
  });

  const sources = new Set(pages.filter(isCounted).map((page) => page.path));
  $("summary").append(
    el("p", {}, el("strong", {}, `${all.percent.toFixed(1)} %`), ` translated from ${data.source}: ${count(data.locales.length, "locale")}, ${count(sources.size, "page")} of the source`, data.date ? `, ${data.date}` : ""),
    bar(all, "wide"),
    el("p", { class: "legend" }, ...["translated", "stale", "untranslated", "missing"].map((part) => el("span", {}, el("i", { class: part }), `${part} ${known(all, part)}`))));
  for (const note of [data.gap, data.bare && "The pages beside their sources would be too much for one file, so this one has the lists alone: fidus coverage --format html --output DIR writes all."]) {
    if (note) $("summary").append(el("p", { class: "aside" }, note));
  }
  heat();
  pageTable.sort(toDo, true);
  window.addEventListener("hashchange", route);
  route();
  document.documentElement.dataset.ready = "true";
})();
