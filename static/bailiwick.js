/* Small comforts. Every page works without this file. */
(function () {
  "use strict";

  var root = document.documentElement;
  var THEMES = ["auto", "light", "dark"];
  var NAMES = { auto: "as the system has it", light: "light", dark: "dark" };

  /* Runs while the head is read, before anything is painted: no flash of the other colours. */
  function readTheme() {
    try {
      var stored = window.localStorage.getItem("bailiwick-theme");
      return THEMES.indexOf(stored) > 0 ? stored : "auto";
    } catch (error) {
      return "auto";
    }
  }

  function showTheme(theme) {
    if (theme === "auto") {
      root.removeAttribute("data-bs-theme");
    } else {
      root.setAttribute("data-bs-theme", theme);
    }
  }

  showTheme(readTheme());
  root.classList.add("bw-js");

  function bindTheme() {
    var button = document.querySelector("[data-theme-switch]");
    if (!button) {
      return;
    }
    function label(theme) {
      button.setAttribute("data-theme-switch", theme);
      button.querySelector("[data-theme-label]").textContent = "Colours: " + NAMES[theme] + ". Change";
      button.title = "Colours: " + NAMES[theme];
    }
    label(readTheme());
    button.hidden = false;
    button.addEventListener("click", function () {
      var next = THEMES[(THEMES.indexOf(readTheme()) + 1) % THEMES.length];
      try {
        window.localStorage.setItem("bailiwick-theme", next);
      } catch (error) {
        /* private mode: the choice lasts for this page */
      }
      showTheme(next);
      label(next);
    });
  }

  /* Times: the reader's zone on hover. */
  function showTimes(within) {
    within.querySelectorAll("time[data-when]").forEach(function (element) {
      var at = new Date(element.getAttribute("datetime"));
      if (!isNaN(at)) {
        element.title = at.toLocaleString(undefined, { dateStyle: "full", timeStyle: "long" });
      }
    });
  }

  function isTyping(target) {
    return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
  }

  function rowLinks() {
    return Array.prototype.slice.call(document.querySelectorAll("[data-row-link]"));
  }

  /* `/` goes to the search box, j and k walk through the rows of a list, Enter opens one as it does for any link. */
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
      return;
    }
    if (event.key === "/") {
      var search = document.getElementById("search");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    } else if (event.key === "j" || event.key === "k") {
      var links = rowLinks();
      if (links.length) {
        var at = links.indexOf(document.activeElement);
        var next = event.key === "j" ? Math.min(at + 1, links.length - 1) : Math.max(at - 1, 0);
        links[next].focus();
        event.preventDefault();
      }
    }
  }

  function closeOthers(event) {
    document.querySelectorAll("details[data-closes][open]").forEach(function (details) {
      if (!details.contains(event.target) || event.key === "Escape") {
        details.open = false;
      }
    });
  }

  function bindCopy() {
    document.querySelectorAll("[data-copy]").forEach(function (button) {
      if (!navigator.clipboard) {
        return;
      }
      button.hidden = false;
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent).then(function () {
          button.textContent = "Copied";
        });
      });
    });
  }

  /* On a phone the tabs go sideways: the one that is open is in view. */
  function showTab() {
    var open = document.querySelector(".bw-tabs [aria-current]");
    var tabs = open && open.closest(".bw-tabs");
    if (tabs && tabs.scrollWidth > tabs.clientWidth) {
      tabs.scrollLeft = open.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - open.offsetWidth) / 2;
    }
  }

  document.addEventListener("keydown", onKey);
  document.addEventListener("click", closeOthers);
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      closeOthers(event);
    }
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    showTimes(event.target);
  });
  document.addEventListener("DOMContentLoaded", function () {
    bindTheme();
    bindCopy();
    showTab();
    showTimes(document);
    var press = document.querySelector("form[data-press]");
    if (press) {
      press.submit();
    }
  });
})();
