"""What can be asked of any open page: is everything reached, named, large enough, seen when focused, and does nothing move or overflow."""

from playwright.sync_api import Page

SMALLEST = 24
"""CSS pixels a control measures at least, or stands alone in (WCAG 2.2, 2.5.8)."""
ZOOMED = (640, 320)
"""Widths in CSS pixels of a laptop's window at 200 % and 400 %."""

_HELPERS = """
const visible = (at) => at.checkVisibility({ opacityProperty: false, visibilityProperty: true }) && at.getClientRects().length > 0;
const hidden = (at) => at.closest(".govuk-visually-hidden, .govuk-skip-link, .rt-needs-js:not(.rt-js *)") !== null;
const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [tabindex]:not([tabindex='-1'])";
const controls = () => [...document.querySelectorAll(CONTROLS)].filter((at) => visible(at) && !hidden(at));
const nameOf = (at) => (at.getAttribute("aria-label") || [...(at.labels ?? [])].map((label) => label.innerText).join(" ") || at.innerText
  || at.value || at.title || "").replace(/\\s+/g, " ").trim();
const said = (at) => `${at.tagName.toLowerCase()} ${nameOf(at).slice(0, 40)}`;
"""

CONTROLS_LEFT = f"""() => {{ {_HELPERS} return controls().filter((at) => !at.disabled && !at.dataset.walked).map(said); }}"""
"""The controls that `data-walked` was put on by no walk."""

SIZES = """(smallest) => {
  const boxes = controls().map((at) => ({ at, box: at.labels?.length && at.matches("[type=radio], [type=checkbox]")
    ? at.labels[0].getBoundingClientRect() : at.getBoundingClientRect() }));
  const small = boxes.filter(({ box }) => box.width < smallest - 0.5 || box.height < smallest - 0.5);
  const crowded = ({ at, box }) => {
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    return boxes.some((other) => {
      if (other.at === at || other.at.contains(at) || at.contains(other.at)) return false;
      const [dx, dy] = [Math.max(other.box.x - x, 0, x - other.box.right), Math.max(other.box.y - y, 0, y - other.box.bottom)];
      return Math.hypot(dx, dy) < smallest / 2;
    });
  };
  const inline = ({ at }) => getComputedStyle(at).display === "inline" && at.parentElement.innerText.trim() !== at.innerText.trim();
  return small.filter((one) => !inline(one) && crowded(one)).map(({ at, box }) => `${said(at)} ${box.width | 0}x${box.height | 0}`);
}"""

NAMES = """() => {
  const found = controls().filter((at) => nameOf(at) === "").map((at) => `without a name: ${at.outerHTML.slice(0, 80)}`);
  const targets = new Map();
  for (const link of controls().filter((at) => at.matches("a[href]"))) {
    const name = nameOf(link).toLowerCase();
    targets.set(name, (targets.get(name) ?? new Set()).add(link.href));
  }
  for (const [name, hrefs] of targets) if (hrefs.size > 1) found.push(`one name, several places: ${name}`);
  return found;
}"""

HEADINGS = """() => {
  const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(visible).map((at) => Number(at.tagName[1]));
  return levels.flatMap((level, i) => (i && level > levels[i - 1] + 1 ? [`h${levels[i - 1]} then h${level}`] : []));
}"""

STILL = """() => [...document.querySelectorAll("*")].filter((at) => {
  const style = getComputedStyle(at);
  const takes = (times) => times.split(", ").some((time) => parseFloat(time) > 0.001); // what appears at once does not move
  return (style.animationName !== "none" && takes(style.animationDuration)) || takes(style.transitionDuration);
}).map(said).slice(0, 5)"""

FOCUS = """() => controls().filter((at) => !at.disabled).filter((at) => {
  at.focus({ preventScroll: true });
  if (document.activeElement !== at) return true;
  const marked = [getComputedStyle(at), ...[...(at.labels ?? [])].map((label) => getComputedStyle(label, "::before"))];
  return !marked.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
}).map((at) => `${said(at)} cannot be reached, or nobody sees it is`)"""

EDGES = """() => controls().filter((at) => at.matches("button.govuk-button, a.govuk-button, input, select, textarea")).filter((at) => {
  const marked = at.matches("[type=radio], [type=checkbox]") ? getComputedStyle(at.labels[0], "::before") : getComputedStyle(at);
  return marked.borderTopStyle === "none" || parseFloat(marked.borderTopWidth) < 1 || marked.borderTopColor === marked.backgroundColor;
}).map((at) => `${said(at)} has no edge`)"""

WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const out = [...document.querySelectorAll("main *, header *, footer *")].filter((at) => visible(at) && !at.closest(".rt-wide")
    && at.getBoundingClientRect().right > wide + 1);
  return out.slice(0, 3).map((at) => `${at.tagName.toLowerCase()}.${at.className} ${(at.innerText ?? "").slice(0, 30)}`)
    .concat(["too wide"]);
}"""


def _ask(page: Page, question: str, argument: object = None) -> list[str]:
    found: list[str] = page.evaluate(f"(argument) => {{ {_HELPERS} return ({question})(argument); }}", argument)
    return found


def findings(page: Page) -> list[str]:
    """All that is wrong with the open page, a line each. Its window is as wide as before afterwards."""
    size = page.viewport_size or {"width": 390, "height": 844}
    found = [f"too small: {line}" for line in _ask(page, SIZES, SMALLEST)]
    found += _ask(page, NAMES) + [f"headings: {line}" for line in _ask(page, HEADINGS)]
    found += [f"moves: {line}" for line in _ask(page, STILL)]
    page.keyboard.press("Tab")  # from here on the browser shows the focus as it does for the keyboard
    found += _ask(page, FOCUS)
    page.emulate_media(forced_colors="active")
    found += [f"forced colours: {line}" for line in _ask(page, FOCUS) + _ask(page, EDGES)]
    page.emulate_media(forced_colors="none")
    for width in ZOOMED:
        page.set_viewport_size({"width": width, "height": 400})
        found += [f"at {width}: {line}" for line in _ask(page, WIDE)]
    page.set_viewport_size(size)
    page.evaluate("document.documentElement.classList.add('rt-size-larger')")
    found += [f"in very large text: {line}" for line in _ask(page, WIDE)]
    page.evaluate("document.documentElement.classList.remove('rt-size-larger')")
    return found
