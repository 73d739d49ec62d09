"use strict";
// Filters, sorts and moves about. The page is whole without it. It builds no markup and asks for nothing.
(() => {
  document.documentElement.classList.add("scripted");
  const all = (what, within = document) => Array.from(within.querySelectorAll(what));
  const one = (what, within = document) => within.querySelector(what);
  const GAPS = new Set(["missing", "unwanted", "weak"]);

  const start = () => {
    const findings = all(".finding");
    const words = one("#filter_words");
    const family = one("#filter_family");
    const boxes = all(".controls input[type=checkbox]:not([name=keys])");
    const keys = one("input[name=keys]");
    const fold = one("[data-do=fold]");
    const home = new Map(findings.map((finding) => [finding, finding.parentElement]));
    const text = new Map(findings.map((finding) => [finding, plain(finding.textContent)]));
    const body = (finding) => finding.firstElementChild;

    function plain(words) {
      return words.toLowerCase().replace(/[\u2018\u2019]/g, "'").replace(/[\u201c\u201d]/g, '"').replace(/\s+/g, " ");
    }
    function chosen(name) {
      return new Set(boxes.filter((box) => box.name === name && box.checked).map((box) => box.value));
    }
    function order() {
      return one("input[name=order]:checked").value;
    }
    function visible() {
      return all(".finding").filter((finding) => !finding.hidden && finding.offsetParent !== null);
    }

    // A finding without a severity of its own (met, not applicable) is no matter of severity.
    function filter() {
      const verdicts = chosen("verdict"), severities = chosen("severity");
      const unwaived = boxes.some((box) => box.name === "waived" && !box.checked);
      const terms = plain(words.value).split(" ").filter(Boolean);
      let shown = 0;
      for (const finding of findings) {
        const is = finding.dataset;
        const graded = is.verdict !== "met" && is.verdict !== "not applicable";
        const fits = verdicts.has(is.verdict) && (!graded || severities.has(is.severity)) &&
          (severities.size === 4 || graded) && (!family.value || is.family === family.value) &&
          !(unwaived && is.waived) &&
          terms.every((term) => text.get(finding).includes(term));
        finding.hidden = !fits;
        shown += fits;
      }
      for (const group of all(".group")) group.hidden = !one(".finding:not([hidden])", group);
      for (const report of all(".findings")) {
        one(".nothing", report).hidden = Boolean(one(".finding:not([hidden])", report));
      }
      one(".tally").textContent = `${shown} of ${findings.length} findings shown`;
      const note = one(".filtered");
      note.hidden = shown === findings.length;
      note.textContent = `Filtered: ${shown} of ${findings.length} findings are shown here.`;
    }

    function sort() {
      const byClause = order() === "clause";
      for (const report of all(".findings")) {
        const own = findings.filter((finding) => report.contains(finding));
        const target = one(".in_order", report);
        if (byClause) {
          const place = (finding) => (Number(finding.dataset.at) < 0 ? Infinity : Number(finding.dataset.at));
          target.append(...own.slice().sort((a, b) => place(a) - place(b) || 0));
        } else {
          for (const finding of own) home.get(finding).append(finding);
        }
      }
      filter();
    }

    function reset() {
      words.value = "";
      family.value = "";
      for (const box of boxes) box.checked = true;
      filter();
    }

    function foldAll() {
      const open = visible().some((finding) => body(finding).open);
      for (const finding of findings) body(finding).open = !open;
      label();
    }
    function label() {
      fold.textContent = visible().some((finding) => body(finding).open) ? "Close all" : "Open all";
    }

    function reach(finding) {
      finding.scrollIntoView({ block: "start" });
      one("summary", finding).focus({ preventScroll: true });
    }
    function step(by) {
      const list = visible();
      if (!list.length) return;
      const here = list.findIndex((finding) => finding.contains(document.activeElement));
      let to = here + by;
      if (here < 0) {
        // The first finding below the top of the window, or the last one above it.
        const below = list.findIndex((finding) => finding.getBoundingClientRect().top > 1);
        to = by > 0 ? below : (below < 0 ? list.length : below) - 1;
        if (to < 0 && by > 0) to = list.length - 1;
      }
      reach(list[Math.max(0, Math.min(list.length - 1, to))]);
    }

    // A link to a finding shows it, whatever the filters are, and opens it.
    function follow() {
      let id = location.hash.slice(1);
      try { id = decodeURIComponent(id); } catch { return; }
      const target = id && document.getElementById(id);
      if (!target) return;
      const finding = target.closest(".finding");
      if (finding) {
        if (finding.hidden) reset();
        body(finding).open = true;
        reach(finding);
      }
    }

    for (const box of boxes) {
      const count = findings.filter((finding) => finding.dataset[box.name] === box.value &&
        (box.name === "verdict" || !["met", "not applicable"].includes(finding.dataset.verdict))).length;
      one(".count", box.parentElement).textContent = count;
      box.addEventListener("change", filter);
    }
    words.addEventListener("input", filter);
    family.addEventListener("change", filter);
    for (const radio of all("input[name=order]")) radio.addEventListener("change", sort);
    one("[data-do=reset]").addEventListener("click", reset);
    // What is printed is what is shown: this is the short form for paper as well.
    one("[data-do=gaps]").addEventListener("click", () => {
      for (const box of boxes) box.checked = box.name === "verdict" ? GAPS.has(box.value) : box.name !== "waived";
      filter();
    });
    fold.addEventListener("click", foldAll);
    addEventListener("hashchange", follow);
    document.addEventListener("click", (event) => {
      // The same link again is no change of address, and must still lead there.
      const link = event.target.closest && event.target.closest("a[href^='#']");
      if (link && link.getAttribute("href") === location.hash) setTimeout(follow);
    });

    const doing = {
      j: () => step(1),
      k: () => step(-1),
      "/": () => { one(".rail > details").open = true; words.focus(); words.select(); },
      o: () => {
        one(`input[name=order][value=${order() === "clause" ? "severity" : "clause"}]`).checked = true;
        sort();
      },
      e: foldAll,
      "?": () => {
        one(".rail > details").open = true;
        const list = one(".keys");
        list.open = !list.open;
        if (list.open) one("summary", list).focus();
      },
    };
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const typing = event.target.matches("input[type=search], select, textarea");
      if (event.key === "Escape") {
        reset();
        if (typing) event.target.blur();
        return;
      }
      if (typing || !keys.checked || !doing[event.key]) return;
      event.preventDefault();
      doing[event.key]();
    });

    // On paper everything is open.
    let closed = [];
    addEventListener("beforeprint", () => {
      closed = all("details:not([open])");
      for (const part of closed) part.open = true;
    });
    addEventListener("afterprint", () => {
      for (const part of closed) part.open = false;
      closed = [];
    });

    if (matchMedia("(max-width: 64rem)").matches) one(".rail > details").open = false;
    filter();
    follow();
    // The browser's own jump to the link comes last, and takes the focus away.
    addEventListener("load", follow);
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
