// What a browser can tell about a page: each function gives a list of what is wrong, or what it has seen.
(() => {
  const shown = (element) =>
    element.checkVisibility({ opacityProperty: false, visibilityProperty: true }) && element.getClientRects().length > 0;
  const named = (element) =>
    `${element.tagName.toLowerCase()}.${element.getAttribute("class") || ""} “${(element.textContent || element.name || "").trim().slice(0, 40)}”`;
  const parsed = (colour) => {
    const [red, green, blue, alpha = 1] = (colour.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
    return { red, green, blue, alpha };
  };
  const luminance = ({ red, green, blue }) => {
    const [r, g, b] = [red, green, blue].map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const canvas = () => {
    const probe = document.createElement("div");
    document.body.append(probe);
    probe.className = "app-canvas-probe";
    probe.style.background = "Canvas";
    const colour = parsed(getComputedStyle(probe).backgroundColor);
    probe.remove();
    return colour;
  };
  const ground = (element) => {
    for (let up = element; up; up = up.parentElement) {
      const colour = parsed(getComputedStyle(up).backgroundColor);
      if (colour.alpha > 0) return colour;
    }
    return canvas();
  };
  const painted = (element) => {
    const style = getComputedStyle(element);
    return [style.fill, style.stroke].map((paint) => (paint === "none" ? { alpha: 0 } : parsed(paint)));
  };
  const holds = (outer, inner) =>
    outer.left <= inner.left + 1 && outer.right >= inner.right - 1 && outer.top <= inner.top + 1 && outer.bottom >= inner.bottom - 1;
  const SHAPES = "rect, circle, ellipse, path, polygon, polyline, line, text";

  const drawn = () => {
    const found = [];
    for (const picture of document.querySelectorAll("svg")) {
      if (!shown(picture)) continue;
      const earlier = [];
      for (const shape of picture.querySelectorAll(SHAPES)) {
        const box = shape.getBoundingClientRect();
        const [fill, stroke] = painted(shape);
        if (box.width + box.height === 0 || !shown(shape)) continue;
        const centre = { left: box.x + box.width / 2, right: box.x + box.width / 2, top: box.y + box.height / 2, bottom: box.y + box.height / 2 };
        const isText = shape.tagName === "text";
        const below = earlier.findLast((one) => holds(one.box, isText ? centre : box));
        const behind = below ? below.fill : ground(picture);
        const best = Math.max(...[fill, stroke].filter((one) => one.alpha > 0).map((one) => contrast(one, behind)), 0);
        if ((fill.alpha > 0 || stroke.alpha > 0) && best < (isText ? 4.5 : 3) && !shape.closest("[data-decoration]"))
          found.push(`${named(shape)}: ${best.toFixed(2)}`);
        if (!isText && fill.alpha > 0) earlier.push({ box, fill });
      }
    }
    return found;
  };

  const without_border = () =>
    [...document.querySelectorAll(".govuk-button, .govuk-input, .govuk-select, .govuk-textarea")]
      .filter((control) => shown(control))
      .filter((control) => {
        const style = getComputedStyle(control);
        return style.borderTopStyle === "none" || parseFloat(style.borderTopWidth) === 0;
      })
      .map(named);

  const on_paper = () => {
    const kept = [...document.querySelectorAll("nav, button, .govuk-button, [role=search]")].filter(shown).map(named);
    const main = document.querySelector("main");
    return main && main.innerText.trim().length > 20 ? kept : [...kept, "There is nothing in main."];
  };

  const cut_off = () =>
    [...document.querySelectorAll("main *")]
      .filter((element) => ["hidden", "clip"].includes(getComputedStyle(element).overflowX))
      .filter((element) => !["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName))
      .filter((element) => shown(element) && element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1)
      .map(named);

  const REACHED = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const reachable = () => {
    const groups = new Set();
    return [...document.querySelectorAll(REACHED)].filter((element) => {
      if (element.disabled || element.tabIndex < 0 || !shown(element)) return false;
      if (element.type !== "radio") return true;
      const group = [...document.querySelectorAll(`input[type=radio][name="${element.name}"]`)];
      const first = group.find((one) => one.checked) || group[0];
      return element === first;
    });
  };
  const marked = (element) => {
    const looks = [getComputedStyle(element)];
    if (["radio", "checkbox"].includes(element.type) && element.nextElementSibling)
      looks.push(getComputedStyle(element.nextElementSibling, "::before"));
    return looks.some(
      (look) =>
        (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0) ||
        look.boxShadow !== "none" ||
        look.backgroundColor === "rgb(255, 221, 0)",
    );
  };
  const unreachable_by_itself = () =>
    [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
      .filter((element) => shown(element) && !element.disabled && element.tabIndex < 0 && element.type !== "radio")
      .map((element) => `not in the order of the keyboard: ${named(element)}`);

  const begin_keys = () => {
    const wanted = reachable();
    const seen = [];
    document.addEventListener("focusin", ({ target }) => seen.push({ target, marked: marked(target) }));
    window.lookedAt = { wanted, seen };
    // The tab key stops at each part of a date, and at what scrolls.
    const parts = document.querySelectorAll("input[type=date], input[type=datetime-local]").length * 7;
    return wanted.length + parts + document.querySelectorAll(".app-scroll").length + 3;
  };
  const end_keys = () => {
    const { wanted, seen } = window.lookedAt;
    const order = seen.filter(({ target }) => wanted.includes(target));
    const places = order.map(({ target }) => wanted.indexOf(target));
    const first = places.filter((place, turn) => places.indexOf(place) === turn);
    return [
      ...unreachable_by_itself(),
      ...wanted.filter((element) => !order.some(({ target }) => target === element)).map((element) => `not reached: ${named(element)}`),
      ...first.filter((place, turn) => turn && place < first[turn - 1]).map((place) => `out of order: ${named(wanted[place])}`),
      ...order.filter((one) => !one.marked).map(({ target }) => `looks the same with the focus: ${named(target)}`),
    ];
  };

  window.look = { drawn, without_border, on_paper, cut_off, begin_keys, end_keys };
})();
