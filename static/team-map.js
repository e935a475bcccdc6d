/* The map of the teams: whoever is pointed at or focused stands out with those they work with. Nothing depends on it. */
(() => {
  "use strict";

  const show = (map, box) => {
    map.classList.toggle("has-one", Boolean(box));
    for (const each of map.querySelectorAll(".is-near")) each.classList.remove("is-near");
    if (!box) return;
    const near = new Set([box.dataset.box]);
    for (const tie of map.querySelectorAll("[data-tie]")) {
      const ends = tie.dataset.tie.split(" ");
      if (!ends.includes(box.dataset.box)) continue;
      tie.classList.add("is-near");
      for (const end of ends) near.add(end);
    }
    for (const each of map.querySelectorAll("[data-box]")) each.classList.toggle("is-near", near.has(each.dataset.box));
  };

  const follow = (event) => {
    const map = event.target.closest?.(".bw-map");
    if (map) show(map, event.target.closest("[data-box]"));
  };

  const leave = (event) => {
    const map = event.target.closest?.(".bw-map");
    if (map && !map.contains(event.relatedTarget)) show(map, null);
  };

  document.addEventListener("pointerover", follow);
  document.addEventListener("focusin", follow);
  document.addEventListener("pointerout", leave);
  document.addEventListener("focusout", leave);
})();
