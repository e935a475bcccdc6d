/* Draws what is around an entity. The data comes from the API, the places from dagre, the picture from cytoscape.
   The table beside it has the same content, for whoever does not see the picture. */
(function () {
  "use strict";

  var frame = document.querySelector("[data-graph]");
  if (!frame || !window.cytoscape || !window.dagre) {
    return;
  }
  var picture = frame.querySelector(".bw-graph-picture");
  var says = document.getElementById("graph-says");
  var WIDEST = 190, LINE = 15, PADDING = 9, LOWEST = 0.7, HIGHEST = 1.2, EDGE = 16;
  var picked = null;

  function colour(name) {
    /* a custom property may hold light-dark(): only an element knows which of the two it is now */
    var probe = document.createElement("span");
    probe.style.color = "var(" + name + ")";
    picture.appendChild(probe);
    var found = getComputedStyle(probe).color;
    probe.remove();
    var canvas = document.createElement("canvas").getContext("2d");
    canvas.fillStyle = found;
    return canvas.fillStyle;
  }

  function looks() {
    var text = colour("--bw-text"), soft = colour("--bw-soft"), line = colour("--bw-line");
    var card = colour("--bw-card"), accent = colour("--bw-accent"), soon = colour("--bw-soon");
    return [
      { selector: "node", style: {
        shape: "round-rectangle", width: "data(width)", height: "data(height)", label: "data(label)",
        "background-color": card, "border-width": 1, "border-color": soft, color: text,
        "font-family": getComputedStyle(document.body).fontFamily, "font-size": 12, "line-height": 1.25,
        "text-valign": "center", "text-halign": "center", "text-wrap": "wrap", "text-max-width": WIDEST,
        "text-overflow-wrap": "anywhere"
      } },
      { selector: "node[distance = 0]", style: { "border-width": 2, "border-color": accent, "font-weight": 600 } },
      { selector: "node[distance = 2]", style: { "border-color": line } },
      { selector: "node[!isKnown]", style: { "border-style": "dashed", "border-color": soon } },
      { selector: "node[isRest]", style: { "border-style": "dotted", color: soft, "background-opacity": 0 } },
      { selector: "edge", style: {
        width: 1, "line-color": soft, "target-arrow-color": soft, "target-arrow-shape": "triangle", "arrow-scale": 0.8,
        "curve-style": "bezier", opacity: 0.55, color: text, "font-size": 10, "text-background-color": card,
        "text-background-opacity": 1, "text-background-padding": 2, "text-rotation": "autorotate"
      } },
      { selector: "edge[isRest]", style: { "line-style": "dotted", "target-arrow-shape": "none" } },
      { selector: ".is-near", style: { opacity: 1, "line-color": accent, "target-arrow-color": accent } },
      { selector: "edge.is-near", style: { label: "data(words)", width: 1.5 } },
      { selector: "node.is-picked", style: { "border-width": 3, "border-color": accent } },
      { selector: ".is-far", style: { opacity: 0.25 } }
    ];
  }

  function say(type) {
    return type.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase().replace(/\bapi\b/g, "API");
  }

  var measure = document.createElement("canvas").getContext("2d");

  function makeNode(id, name, kind, more) {
    measure.font = "12px " + getComputedStyle(document.body).fontFamily;
    var lines = [name].concat(kind ? [kind] : []);
    var wide = Math.max.apply(null, lines.map(function (each) { return measure.measureText(each).width; }));
    var wraps = lines.reduce(function (sum, each) {
      return sum + Math.max(1, Math.ceil(measure.measureText(each).width / WIDEST));
    }, 0);
    return { data: Object.assign({
      id: id, name: name, kind: kind, label: lines.join("\n"),
      width: Math.min(wide, WIDEST) + 2 * PADDING, height: wraps * LINE + 2 * PADDING
    }, more) };
  }

  function makeElements(graph) {
    var nodes = graph.nodes.map(function (node) {
      var kind = node.is_known ? (node.kind === "Component" && node.type ? node.type : say(node.kind)) : "not in the catalog";
      return makeNode(node.ref, node.name, kind, { distance: node.distance, isKnown: node.is_known, page: node.page });
    });
    var edges = graph.links.map(function (link, number) {
      return { data: { id: "link " + number, source: link.source_ref, target: link.target_ref, words: say(link.type) } };
    });
    graph.rests.forEach(function (rest, number) {
      var id = "rest " + number;
      nodes.push(makeNode(id, "and " + rest.count + " more", say(rest.type), { distance: 3, isKnown: true, isRest: true, page: rest.page }));
      edges.push({ data: { id: "rest link " + number, source: rest.ref, target: id, words: say(rest.type), isRest: true } });
    });
    return nodes.concat(edges);
  }

  /* Places from left to right, along the arrows. */
  function place(cy) {
    var plan = new window.dagre.graphlib.Graph({ multigraph: true });
    plan.setGraph({ rankdir: "LR", nodesep: 12, ranksep: 70, marginx: 10, marginy: 10 });
    plan.setDefaultEdgeLabel(function () { return {}; });
    cy.nodes().forEach(function (node) {
      plan.setNode(node.id(), { width: node.data("width"), height: node.data("height") });
    });
    cy.edges().forEach(function (edge) {
      plan.setEdge(edge.data("source"), edge.data("target"), {}, edge.id());
    });
    window.dagre.layout(plan);
    cy.nodes().positions(function (node) {
      var at = plan.node(node.id());
      return { x: at.x, y: at.y };
    });
  }

  function describe(node) {
    var ties = node.connectedEdges().map(function (edge) {
      var other = edge.source().same(node) ? edge.target() : edge.source();
      return edge.source().same(node) ? edge.data("words") + " " + other.data("name") : other.data("name") + " " + edge.data("words") + " it";
    });
    var shown = ties.slice(0, 4).join(", ") + (ties.length > 4 ? " and " + (ties.length - 4) + " more" : "");
    return node.data("name") + ", " + node.data("kind") + (shown ? ": " + shown : "") + (node.data("page") ? ". Enter opens it." : ".");
  }

  function pick(cy, node) {
    picked = node;
    cy.elements().removeClass("is-picked is-near is-far");
    if (!node) {
      return;
    }
    var near = node.closedNeighborhood();
    cy.elements().not(near).addClass("is-far");
    near.edges().addClass("is-near");
    node.addClass("is-picked");
    says.textContent = describe(node);
    var box = node.renderedBoundingBox();
    if (box.x1 < 0 || box.y1 < 0 || box.x2 > cy.width() || box.y2 > cy.height()) {
      cy.center(node);
    }
  }

  /* The nearest in the direction of an arrow key; what lies aside counts double. */
  function step(cy, from, dx, dy) {
    var best = null, least = Infinity;
    cy.nodes().forEach(function (node) {
      var x = node.position("x") - from.position("x"), y = node.position("y") - from.position("y");
      var ahead = x * dx + y * dy, aside = Math.abs(x * dy) + Math.abs(y * dx);
      if (!node.same(from) && ahead > 1 && ahead + 2 * aside < least) {
        best = node;
        least = ahead + 2 * aside;
      }
    });
    return best || from;
  }

  function open(node) {
    if (node && node.data("page")) {
      window.location.assign(node.data("page"));
    }
  }

  function zoom(cy, by) {
    if (by === "fit") {
      cy.fit(undefined, 16);
    } else {
      cy.zoom({ level: cy.zoom() * Number(by), renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
    }
  }

  var ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  var ZOOMS = { "+": "1.3", "-": "0.77", "0": "fit" };

  function bind(cy) {
    var centre = cy.nodes("[distance = 0]").first();
    picture.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      if (ARROWS[event.key]) {
        pick(cy, picked ? step(cy, picked, ARROWS[event.key][0], ARROWS[event.key][1]) : centre);
      } else if (event.key === "Home") {
        pick(cy, centre);
      } else if (event.key === "Enter") {
        open(picked);
      } else if (event.key === "Escape") {
        pick(cy, null);
      } else if (ZOOMS[event.key]) {
        zoom(cy, ZOOMS[event.key]);
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    });
    picture.addEventListener("focus", function () {
      if (!picked && picture.matches(":focus-visible")) {
        pick(cy, centre);
      }
    });
    cy.on("tap", "node", function (event) { open(event.target); });
    cy.on("mouseover", "node", function (event) {
      pick(cy, event.target);
      picture.style.cursor = event.target.data("page") ? "pointer" : "default";
    });
    cy.on("mouseout", "node", function () {
      picture.style.cursor = "";
      if (document.activeElement !== picture) {
        pick(cy, null);
      }
    });
    frame.querySelectorAll("[data-graph-zoom]").forEach(function (button) {
      button.addEventListener("click", function () { zoom(cy, button.dataset.graphZoom); });
    });
    new MutationObserver(function () { cy.style(looks()); }).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () { cy.style(looks()); });
  }

  /* No side is left empty while something is cut off at the other. */
  function keepFilled(cy) {
    var box = cy.elements().renderedBoundingBox();
    function shift(low, high, size) {
      if (high - low + 2 * EDGE <= size) {
        return (size - low - high) / 2;
      }
      return low > EDGE ? EDGE - low : high < size - EDGE ? size - EDGE - high : 0;
    }
    cy.panBy({ x: shift(box.x1, box.x2, cy.width()), y: shift(box.y1, box.y2, cy.height()) });
  }

  function draw(graph) {
    frame.hidden = false;
    var cy = window.cytoscape({
      container: picture, elements: makeElements(graph), style: looks(), layout: { name: "preset" },
      autoungrabify: true, autounselectify: true, boxSelectionEnabled: false, userZoomingEnabled: false,
      minZoom: 0.15, maxZoom: 2.5
    });
    place(cy);
    zoom(cy, "fit");
    /* neither huge nor too small to read: then the middle is shown, and the rest is a drag or an arrow key away */
    if (cy.zoom() > HIGHEST) {
      cy.zoom(HIGHEST);
      cy.center();
    } else if (cy.zoom() < LOWEST) {
      cy.zoom(LOWEST);
      cy.center(cy.nodes("[distance = 0]"));
      keepFilled(cy);
    }
    bind(cy);
    frame.dataset.drawn = "yes";
  }

  fetch(frame.dataset.graph, { headers: { Accept: "application/json" }, credentials: "same-origin" })
    .then(function (answer) { return answer.ok ? answer.json() : Promise.reject(answer.status); })
    .then(draw)
    .catch(function () { frame.remove(); });
})();
