// Light or dark, as the reader chose, or else as the device says. In the head, so that nothing is painted before it runs.
(() => {
  const KEY = "casebook-scheme";
  const root = document.documentElement;

  // Where nothing may be stored a choice holds for the page.
  const load = () => {
    try { return localStorage.getItem(KEY); } catch { return root.dataset.theme; }
  };

  const store = scheme => {
    try { localStorage.setItem(KEY, scheme); } catch { /* see above */ }
  };

  const show = wanted => {
    const scheme = /^(light|dark)$/.test(wanted) ? wanted : "device";
    root.dataset.theme = scheme;
    for (const control of document.getElementsByName("cb-scheme")) control.checked = control.value === scheme;
    // The browser's own frame has a colour for each scheme: that of the chosen one is to hold, whatever the device says.
    for (const meta of document.querySelectorAll("meta[name=theme-color][media]")) {
      meta.dataset.media ??= meta.media;
      meta.media = scheme === "device" ? meta.dataset.media : meta.dataset.media.includes(scheme) ? "all" : "not all";
    }
  };

  show(load());
  addEventListener("DOMContentLoaded", () => show(load()));
  addEventListener("pageshow", () => show(load()));
  addEventListener("storage", () => show(load()));
  addEventListener("change", ({ target }) => {
    if (target.name !== "cb-scheme") return;
    store(target.value);
    show(target.value);
  });
})();
