/** Brings what stands further down when the reader comes near it, each element in a task of its own, so that the page answers in between. Whoever
 * presses a key or clicks gets the rest as well: the next Tab must find what comes next. What is in a closed panel waits until that is opened.
 * What an element is given before it is there, it finds when it comes. */

/** How long an element waits at most until the page has nothing else to do, in milliseconds. */
const WAIT_MS = 300;

/** @returns {Promise<unknown>} */
const idle = () =>
  new Promise((resolve) =>
    "requestIdleCallback" in globalThis ? requestIdleCallback(resolve, { timeout: WAIT_MS }) : setTimeout(resolve),
  );

/** Says in an element's place that it did not come, beside its still picture. @param {Element} element @param {string} why */
function missing(element, why) {
  const words = document.createElement("p");
  words.className = "still";
  words.setAttribute("role", "alert");
  words.textContent = `This panel did not load (${why}). Reload the page to try again.`;
  element.append(words);
  element.toggleAttribute("data-missing", true);
}

/** @param {Pick<typeof import("../elements/first.js"), "hold" | "bring" | "reason">} elements */
export function near({ hold, bring, reason }) {
  const waiting = new Set(document.querySelectorAll(":not(:defined)"));
  hold(new Set([...waiting].map(({ localName }) => localName)));
  let queue = Promise.resolve();
  /** @param {Element} element */
  const come = (element) => {
    if (!waiting.delete(element)) return;
    eye.unobserve(element);
    queue = queue
      .then(idle)
      .then(() => bring(element.localName))
      .catch((error) => missing(element, reason(error)));
  };
  const eye = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) come(target);
    },
    { rootMargin: "100%" },
  );
  for (const element of waiting) eye.observe(element);

  const signs = ["keydown", "focusin", "click"];
  const atWork = () => {
    for (const sign of signs) removeEventListener(sign, atWork, true);
    for (const element of waiting) if (!element.closest("details:not([open])")) come(element);
  };
  for (const sign of signs) addEventListener(sign, atWork, true);
}
