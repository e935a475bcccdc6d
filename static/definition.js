/* Renders the definition that stands in the page as data. Nothing can be tried out: the page may call nobody. */
(function () {
  "use strict";

  var rendered = document.getElementById("rendered");

  window.SwaggerUIBundle({
    spec: JSON.parse(JSON.parse(document.getElementById("definition").textContent)),
    domNode: rendered,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    supportedSubmitMethods: [],
    validatorUrl: null,
  });
  /* The page around says whether somebody chose light or dark; nothing else is listened to. */
  window.addEventListener("message", function (event) {
    var theme = event.data && event.data.theme;
    if (event.source === window.parent && (theme === "light" || theme === "dark")) {
      document.documentElement.setAttribute("data-theme", theme);
    } else if (event.source === window.parent && theme === "auto") {
      document.documentElement.removeAttribute("data-theme");
    }
  });
  /* The page around may make the frame as high as this; it is told a number and nothing else. */
  new ResizeObserver(function () {
    window.parent.postMessage({ height: Math.ceil(rendered.getBoundingClientRect().height) }, "*");
  }).observe(rendered);
})();
