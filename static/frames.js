/* Frames whose page says how high it is. It may be anybody's page: only a number within bounds is taken from it. */
(function () {
  "use strict";

  var LOWEST = 160, HIGHEST = 6000, EDGE = 24;

  window.addEventListener("message", function (event) {
    document.querySelectorAll("iframe[data-fits]").forEach(function (frame) {
      var height = event.data && event.data.height;
      if (event.source === frame.contentWindow && typeof height === "number" && isFinite(height)) {
        frame.style.height = Math.min(HIGHEST, Math.max(LOWEST, height + EDGE)) + "px";
      }
    });
  });
})();
