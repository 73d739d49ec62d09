"use strict";
// Draws the heat map: only the rows in sight, so that thousands of contracts sort and filter at once.
(() => {
  document.documentElement.classList.add("scripted");
  const SIGNS = { met: "✓", weak: "◐", missing: "✕", unwanted: "!", unsure: "?", "not-applicable": "–" };
  // How much a verdict asks for a look: what sorts first.
  const URGENT = ["missing", "unwanted", "weak", "unsure", "met", "not-applicable"];
  const ROW = 30, SPARE = 12;
  const [PATH, PAGE, KIND, PROVIDER, CUSTOMER, GAPS, UNREAD, PAGES, CELLS] = [0, 1, 2, 3, 4, 5, 9, 10, 11];
  const one = (what, within = document) => within.querySelector(what);
  const all = (what, within = document) => Array.from(within.querySelectorAll(what));
  const made = (tag, name, text) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text !== undefined) element.textContent = text;
    return element;
  };

  const start = () => {
    const holder = one("#heat_data");
    if (!holder) return;
    const data = JSON.parse(holder.textContent);
    const meaning = new Map();
    data.verdicts.forEach((verdict, v) => data.severities.forEach((severity, s) => meaning.set(
      String.fromCharCode(97 + v * data.severities.length + s),
      { verdict, words: data.words[v], severity, rank: URGENT.indexOf(verdict) * data.severities.length + s },
    )));
    const titleOf = new Map(data.columns.map(([id, title]) => [id, title]));
    const rows = data.rows.map((row) => ({ row, text: plain([row[PATH], row[KIND], row[PROVIDER], row[CUSTOMER]].join(" ")) }));
    const pane = one(".heat"), table = one(".heat table"), head = one("thead", table), body = one("tbody", table);
    const words = one("#heat_words"), family = one("#heat_family"), need = one("#heat_need");
    const verdict = one("#heat_verdict"), severity = one("#heat_severity"), sorting = one("#heat_sort");
    const tally = one(".heat_tally"), keys = one("input[name=keys]");
    let columns = [], shown = [], drawn = new Map(), whole = false, headOf = null, current = -1;

    // The folder that all files share is said once. What is left of each path is what tells the files apart.
    let shared = data.rows.length ? data.rows[0][PATH].split("/").slice(0, -1) : [];
    for (const row of data.rows) {
      const parts = row[PATH].split("/").slice(0, -1);
      const differs = shared.findIndex((part, at) => part !== parts[at]);
      if (differs >= 0) shared = shared.slice(0, differs);
    }
    const lead = shared.length ? `${shared.join("/")}/` : "";
    one(".common").textContent = lead && `All files are in ${lead}`;

    function plain(text) { return text.toLowerCase().replace(/\s+/g, " "); }
    function option(select, value, text) {
      const item = made("option", "", text);
      item.value = value;
      select.append(item);
    }

    data.columns.forEach(([id, title], at) => {
      option(need, String(at), title);
      option(sorting, `need ${at}`, title);
    });
    for (const name of new Set(data.columns.map((column) => column[2]))) option(family, name, name);

    function drawHead() {
      columns = data.columns.map((column, at) => ({ at, id: column[0], title: column[1], family: column[2] }))
        .filter((column) => !family.value || column.family === family.value);
      const groups = made("tr", "families"), names = made("tr", "names");
      const blank = made("td");
      blank.colSpan = 1 + data.severities.length;
      groups.append(blank);
      for (const name of new Set(columns.map((column) => column.family))) {
        const cell = made("th", "", name);
        cell.colSpan = columns.filter((column) => column.family === name).length;
        cell.scope = "colgroup";
        groups.append(cell);
      }
      const column = (name, text, order) => {
        const cell = made("th", name), button = made("button", "", "");
        button.append(made("span", "", text));
        button.type = "button";
        button.tabIndex = -1;
        button.title = text;
        button.addEventListener("click", () => { sorting.value = order; refresh(); });
        cell.scope = "col";
        cell.dataset.order = order;
        cell.append(button);
        names.append(cell);
      };
      column("file", "Contract", "path");
      data.severities.forEach((name) => column("gaps", `${name[0].toUpperCase()}${name.slice(1)} gaps`, `gaps ${name}`));
      for (const { at, title } of columns) column("need", title, `need ${at}`);
      head.replaceChildren(groups, names);
    }

    // The order that is chosen, then the worst gaps, then the path.
    function compared() {
      const [what, name] = sorting.value.split(" ");
      const worst = (a, b) => {
        for (let s = 0; s < data.severities.length; s += 1) {
          if (a.row[GAPS + s] !== b.row[GAPS + s]) return b.row[GAPS + s] - a.row[GAPS + s];
        }
        return 0;
      };
      const rank = (item) => (meaning.get(item.row[CELLS][Number(name)]) || { rank: 999 }).rank;
      const path = (a, b) => (a.row[PATH] < b.row[PATH] ? -1 : a.row[PATH] > b.row[PATH] ? 1 : 0);
      if (what === "path") return path;
      if (what === "gaps") {
        const at = GAPS + data.severities.indexOf(name);
        return (a, b) => b.row[at] - a.row[at] || worst(a, b) || path(a, b);
      }
      if (what === "need") return (a, b) => rank(a) - rank(b) || worst(a, b) || path(a, b);
      return (a, b) => worst(a, b) || path(a, b);
    }

    function fits(item) {
      const terms = plain(words.value).split(" ").filter(Boolean);
      if (!terms.every((term) => item.text.includes(term))) return false;
      if (severity.value && !item.row[GAPS + data.severities.indexOf(severity.value)]) return false;
      if (!need.value && !verdict.value) return true;
      const cells = need.value ? [item.row[CELLS][Number(need.value)]] : columns.map(({ at }) => item.row[CELLS][at]);
      return cells.some((letter) => {
        const is = meaning.get(letter);
        return is && (!verdict.value || is.verdict === verdict.value);
      });
    }

    function refresh() {
      if (headOf !== family.value) drawHead();
      headOf = family.value;
      shown = rows.filter(fits).sort(compared());
      for (const cell of all("[data-order]", head)) {
        const sorted = cell.dataset.order === sorting.value;
        if (sorted) cell.setAttribute("aria-sort", cell.dataset.order === "path" ? "ascending" : "descending");
        else cell.removeAttribute("aria-sort");
      }
      table.setAttribute("aria-rowcount", String(shown.length + 2));
      tally.textContent = `${shown.length} of ${rows.length} contracts shown`;
      drawn = new Map();
      body.replaceChildren();
      pane.scrollTop = 0;
      current = -1;
      draw();
    }

    function line(item, at) {
      const { row } = item, tr = made("tr");
      tr.setAttribute("aria-rowindex", String(at + 3));
      const file = made("th", "file"), link = made("a", "", row[PATH].slice(lead.length));
      file.scope = "row";
      link.href = row[PAGE];
      link.title = [row[PATH], row[KIND], row[PROVIDER], row[CUSTOMER]].filter(Boolean).join("\n");
      file.append(link);
      if (row[UNREAD]) {
        const lost = made("span", "lost", `${row[UNREAD]}/${row[PAGES]} unread`);
        lost.title = `${row[UNREAD]} of ${row[PAGES]} pages were not read`;
        file.append(" ", lost);
      }
      tr.append(file);
      data.severities.forEach((name, s) => tr.append(made("td", `gaps ${row[GAPS + s] ? name : "none"}`, row[GAPS + s])));
      for (const { at: place, id, title } of columns) {
        const is = meaning.get(row[CELLS][place]), cell = made("td", is ? `cell ${is.verdict} ${is.severity}` : "cell");
        if (is) {
          const to = made("a", "", SIGNS[is.verdict]);
          to.href = `${row[PAGE]}#${encodeURIComponent(id)}`;
          to.tabIndex = -1;
          to.title = `${title}: ${is.words} (${is.severity})`;
          to.setAttribute("aria-label", to.title);
          cell.append(to);
        }
        tr.append(cell);
      }
      return tr;
    }

    // Two rows without content stand for all that is out of sight.
    function draw() {
      const from = whole ? 0 : Math.max(0, Math.floor(pane.scrollTop / ROW) - SPARE);
      const to = whole ? shown.length : Math.min(shown.length, Math.ceil((pane.scrollTop + pane.clientHeight) / ROW) + SPARE);
      const wanted = new Map();
      for (let at = from; at < to; at += 1) wanted.set(at, drawn.get(at) || line(shown[at], at));
      drawn = wanted;
      const active = document.activeElement;
      body.replaceChildren(space(from), ...wanted.values(), space(shown.length - to));
      // To be moved costs a row its focus.
      if (active !== document.activeElement && body.contains(active)) active.focus({ preventScroll: true });
    }
    function space(count) {
      const tr = made("tr", "space"), td = made("td");
      td.colSpan = 1 + data.severities.length + columns.length;
      td.style.height = `${count * ROW}px`;
      tr.setAttribute("aria-hidden", "true");
      tr.hidden = !count;
      tr.append(td);
      return tr;
    }

    function step(by) {
      const focused = Array.from(drawn).find(([, tr]) => tr.contains(document.activeElement));
      if (!shown.length) return;
      const at = Math.max(0, Math.min(shown.length - 1, (focused ? focused[0] : current) + by));
      current = at;
      const above = at * ROW, room = pane.clientHeight - head.offsetHeight;
      if (above < pane.scrollTop) pane.scrollTop = above;
      if (above + ROW > pane.scrollTop + room) pane.scrollTop = above + ROW - room;
      if (!drawn.has(at)) draw();
      one("a", drawn.get(at)).focus({ preventScroll: true });
    }
    function reset() {
      for (const control of [words, family, need, verdict, severity]) control.value = "";
      refresh();
    }

    let waiting = false;
    pane.addEventListener("scroll", () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        const from = Math.floor(pane.scrollTop / ROW), to = Math.ceil((pane.scrollTop + pane.clientHeight) / ROW);
        if ((from > 0 && !drawn.has(Math.max(0, from - 2))) || (to < shown.length && !drawn.has(Math.min(shown.length - 1, to + 1)))) draw();
      });
    });
    words.addEventListener("input", refresh);
    for (const control of [family, need, verdict, severity, sorting]) control.addEventListener("change", refresh);
    one("[data-do=reset]").addEventListener("click", reset);
    const doing = {
      j: () => step(1),
      k: () => step(-1),
      "/": () => { words.focus(); words.select(); },
      "?": () => { const list = one(".keys"); list.open = !list.open; if (list.open) one("summary", list).focus(); },
    };
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const typing = event.target.matches("input[type=search], select");
      if (event.key === "Escape") {
        reset();
        if (typing) event.target.blur();
      } else if (!typing && keys.checked && doing[event.key]) {
        event.preventDefault();
        doing[event.key]();
      }
    });
    addEventListener("beforeprint", () => { whole = true; draw(); });
    addEventListener("afterprint", () => { whole = false; draw(); });
    addEventListener("resize", draw);
    refresh();
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
