/* The search box as a combobox: the list follows what is typed, keys walk through it, focus stays in the box.
   Without this file the box is a form that leads to the search page. */
(function () {
  "use strict";

  var box, results, current = -1, shownFor = null;

  function options() {
    return Array.prototype.slice.call(results.querySelectorAll("[role=option]"));
  }

  function isOpen() {
    return box.getAttribute("aria-expanded") === "true";
  }

  /* Marks one option as the one that Enter opens; before the first and after the last there is none. */
  function point(at) {
    var all = options();
    current = all.length ? (at + all.length + 1) % (all.length + 1) : -1;
    if (current === all.length) {
      current = -1;
    }
    all.forEach(function (option, number) {
      option.setAttribute("aria-selected", number === current ? "true" : "false");
    });
    if (current < 0) {
      box.removeAttribute("aria-activedescendant");
    } else {
      box.setAttribute("aria-activedescendant", all[current].id);
      all[current].scrollIntoView({ block: "nearest" });
    }
  }

  function close() {
    box.setAttribute("aria-expanded", "false");
    results.hidden = true;
    point(-1);
  }

  function open() {
    if (options().length || results.textContent.trim()) {
      results.hidden = false;
      box.setAttribute("aria-expanded", options().length ? "true" : "false");
    }
  }

  function onKey(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    var all = options();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!isOpen()) {
        open();
      }
      if (all.length) {
        point(current + (event.key === "ArrowDown" ? 1 : -1));
        event.preventDefault();
      }
    } else if (event.key === "Escape") {
      if (!results.hidden) {
        close();
        event.preventDefault();
      }
    } else if (event.key === "Enter" && isOpen() && shownFor === box.value) {
      /* without a choice Enter opens the first, if the list is that of what stands in the box */
      event.preventDefault();
      window.location.assign(all[Math.max(current, 0)].href);
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    box = document.getElementById("search");
    results = document.getElementById("search-results");
    if (!box || !results) {
      return;
    }
    box.addEventListener("keydown", onKey);
    box.addEventListener("focus", open);
    box.form.addEventListener("focusout", function (event) {
      if (!box.form.contains(event.relatedTarget)) {
        close();
      }
    });
    /* a click on an option must not take the focus away before it is followed */
    results.addEventListener("mousedown", function (event) {
      event.preventDefault();
    });
    document.addEventListener("htmx:afterSwap", function (event) {
      if (event.target === results) {
        shownFor = new URLSearchParams(event.detail.pathInfo.finalRequestPath.split("?")[1]).get("q");
        close();
        if (document.activeElement === box) {
          open();
        }
      }
    });
  });
})();
