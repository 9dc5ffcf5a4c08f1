/** Light, dark, or as the machine says; `?theme=` wins over what was chosen before. */
(() => {
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search).get("theme");
  const chosen = asked ?? localStorage.getItem("theme");
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  window.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-toggle-theme]")) return;
    root.dataset.theme = isDark() ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.theme);
  });
})();
