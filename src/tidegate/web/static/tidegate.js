// The page's own behaviour: light or dark, links that change the place without loading the page anew.
(() => {
  const KEY = "tidegate-ground";
  const packs = document.currentScript.dataset.packs;
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => { try { return localStorage.getItem(KEY) || "auto"; } catch { return "auto"; } };

  function paint() {
    const choice = stored();
    const ground = choice === "auto" ? (system.matches ? "dark" : "light") : choice;
    if (root.dataset.ground !== ground) root.dataset.ground = ground;
    for (const button of document.querySelectorAll("[data-ground-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.groundChoice === choice));
    }
    window.Quasar?.Dark?.set(ground === "dark");
  }
  function choose(ground) {
    try { localStorage.setItem(KEY, ground); } catch { /* without storage the choice lasts as long as the page */ }
    paint();
  }

  // A place is in the address: ?tab=...&lang=...&as_of=... and what its tab was asked.
  const OWN = ["tab", "lang", "as_of"];
  const askedIn = (query) => Object.fromEntries([...query].filter(([name]) => !OWN.includes(name)));
  function go(address, { push = true, focus = "" } = {}) {
    const url = new URL(address, location.href), query = url.searchParams;
    const here = new URL(location.href).searchParams;
    if (push && query.get("tab") === here.get("tab")) {
      for (const [name, value] of Object.entries(askedIn(here))) if (!query.has(name)) query.set(name, value);
    }
    if (push) history.pushState({}, "", url.pathname + url.search + url.hash);
    focus ||= url.hash.slice(1);
    for (const link of document.querySelectorAll("[data-tab]")) {
      if (link.dataset.tab === query.get("tab")) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    document.getElementById("main")?.setAttribute("aria-busy", "true");
    emitEvent("tidegate-go", { tab: query.get("tab") ?? "", lang: query.get("lang") ?? "", asked: askedIn(query), focus });
  }
  // What is set on a tab stands in the address, in the place of what was set before.
  function remember(values) {
    const url = new URL(location.href);
    for (const name of Object.keys(askedIn(url.searchParams))) url.searchParams.delete(name);
    for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
    history.replaceState({}, "", url.pathname + url.search);
  }
  // The widgets' own words (of a date picker, say) follow; the pack of the first language came with the page.
  function speak(lang) {
    if (!window.Quasar || !packs) return;
    const name = lang.replace("-", "");
    const set = () => Quasar.Lang.set(Quasar.Lang[name]);
    if (Quasar.Lang[name]) return set();
    document.head.append(Object.assign(document.createElement("script"), { src: `${packs}${lang}.umd.prod.js`, onload: set }));
  }
  // Called by the server once the place is shown.
  function arrived({ title, lang, focus, address, top }) {
    document.title = title;
    root.lang = lang;
    speak(lang);
    if (address) history.replaceState({}, "", address);
    requestAnimationFrame(() => {
      paint();
      document.getElementById("main")?.removeAttribute("aria-busy");
      if (focus) document.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
      reveal();
      if (focus && show(focus)) return;
      if (top) {
        const bar = document.querySelector(".tg-nav");
        if (bar && scrollY > bar.offsetTop) scrollTo({ top: bar.offsetTop });
      }
    });
  }

  // A word of the glossary that a link leads to, even if the search had hidden it.
  function show(id) {
    const word = document.getElementById(id);
    if (!word?.matches("[data-word]")) return false;
    word.hidden = false;
    word.tabIndex = -1;
    word.focus({ preventScroll: true });
    word.scrollIntoView({ block: "center" });
    return true;
  }

  // Claims of one verdict, or all; chosen without asking the server.
  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("[data-verdict-choice]")) return;
    for (const claim of document.querySelectorAll("[data-verdict]")) {
      claim.classList.toggle("tg-off", Boolean(event.target.value) && claim.dataset.verdict !== event.target.value);
    }
  });
  document.addEventListener("click", (event) => {
    const ground = event.target.closest?.("[data-ground-choice]");
    if (ground) return choose(ground.dataset.groundChoice);
    if (event.target.closest?.("[data-print]")) return print();
    const link = event.target.closest?.("a[data-go]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (!window.socket?.connected) return; // an ordinary link then
    event.preventDefault();
    go(link.href, { focus: link.dataset.focus ?? "" });
  });
  // Paper is white.
  addEventListener("beforeprint", () => { root.dataset.ground = "light"; });
  addEventListener("afterprint", paint);
  addEventListener("popstate", () => go(location.href, { push: false }));
  system.addEventListener("change", paint);
  addEventListener("storage", (event) => { if (event.key === KEY) paint(); });
  // The switches and the tabs arrive after the script.
  let revealed = null;
  function reveal() {
    const current = document.querySelector(".tg-tabs [aria-current]");
    if (!current || current === revealed) return;
    // The address always says tab and language, so that it can be kept or sent as it stands.
    if (!revealed) {
      const said = new URL(current.href).searchParams, kept = askedIn(new URL(location.href).searchParams);
      for (const [name, value] of Object.entries(kept)) if (!said.has(name)) said.set(name, value);
      if (`?${said}` !== location.search) history.replaceState({}, "", `/?${said}${location.hash}`);
      requestAnimationFrame(() => show(location.hash.slice(1)));
    }
    revealed = current;
    for (const each of document.querySelectorAll(".tg-chapters [aria-current], .tg-tabs [aria-current]")) {
      const bar = each.closest("ul");
      bar.scrollLeft = each.offsetLeft - (bar.clientWidth - each.offsetWidth) / 2;
    }
  }
  new MutationObserver(() => { paint(); reveal(); }).observe(root, { childList: true, subtree: true });
  paint();
  window.tidegate = { arrived, remember };
})();
