/* Frames whose page says how high it is, and is told whether light or dark was chosen. It may be anybody's page: only a
   number within bounds is taken from it. */
(function () {
  "use strict";

  var LOWEST = 160, HIGHEST = 6000, EDGE = 24;
  var root = document.documentElement;

  function tellTheme(frame) {
    frame.contentWindow.postMessage({ theme: root.getAttribute("data-bs-theme") || "auto" }, "*");
  }

  window.addEventListener("message", function (event) {
    document.querySelectorAll("iframe[data-fits]").forEach(function (frame) {
      var height = event.data && event.data.height;
      if (event.source === frame.contentWindow && typeof height === "number" && isFinite(height)) {
        frame.style.height = Math.min(HIGHEST, Math.max(LOWEST, height + EDGE)) + "px";
        tellTheme(frame);
      }
    });
  });
  new MutationObserver(function () {
    document.querySelectorAll("iframe[data-fits]").forEach(tellTheme);
  }).observe(root, { attributeFilter: ["data-bs-theme"] });
})();
