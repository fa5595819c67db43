import { BackInStock } from "back-in-stock";
import type { NotifyMeElement } from "back-in-stock/element";
import "back-in-stock/element/define";

const { frame } = document.documentElement.dataset;

/** Milliseconds, longer than the delay before the element suggests a correction. */
const PAUSE = 900;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

// Forget the requests of an earlier visit. Otherwise the elements would say "You've requested this before."
const answers = frame === undefined ? { GALLRY: "yes", GALDWN: "down" } : {};
for (const [companyId, answer] of Object.entries(answers)) {
  const client = new BackInStock({ companyId, endpoint: `/gallery/answers/${answer}` });
  await client.forget().catch(() => {});
}
const { fetch } = globalThis;
globalThis.fetch = async (input, init) => {
  if (frame === "unloaded") throw new TypeError("this frame is offline");
  // Not sent to the server: these requests would outlive the page, and use up the browser's connections.
  const url = input instanceof Request ? input.url : `${input}`;
  return url.includes("/answers/never/") ? new Promise(() => {}) : fetch(input, init);
};

// The browser cannot store anything for this company.
const { open } = IDBFactory.prototype;
IDBFactory.prototype.open = function (name, version) {
  if (name.includes("GALMEM")) throw new DOMException("storage is off", "SecurityError");
  return open.call(this, name, version);
};

// An open form takes the focus, which scrolls the page. The gallery does neither while it renders its states.
const { focus } = HTMLElement.prototype;
HTMLElement.prototype.focus = () => {};
const elements = [...document.querySelectorAll("notify-me")];
// Open all forms first: a form opened later would be prefilled with what was typed into an earlier one.
for (const element of elements) {
  if (!element.dataset.steps) continue;
  const isOpen = element.show();
  // In this frame, the form never loads.
  if (frame !== "loading") await isOpen;
}
await Promise.all(elements.map(performSteps));
HTMLElement.prototype.focus = focus;
// The browser moves the focus to a dialog, and so from the gallery to its frame. Firefox also scrolls to the frame, unless
// the frame is hidden.
const ownFrame = window.frameElement as HTMLIFrameElement | null;
if (ownFrame) {
  ownFrame.blur();
  // In WebKit, `blur` leaves the focus in the frame.
  parent.focus();
  ownFrame.hidden = false;
}
document.documentElement.dataset.ready = "";

/**
 * Performs the steps of `data-steps`, which bring an element into its state. The first, `open`, is already done. The others:
 * `type:` and `phone:` fill in a field, `tick:` clicks a checkbox by its value or name, `pause` waits for a suggestion,
 * `send` submits, `submit` submits and waits for the result, `again` starts another request.
 */
async function performSteps(element: NotifyMeElement): Promise<void> {
  const root = element.shadowRoot;
  const form = root?.querySelector("form");
  for (const step of (element.dataset.steps ?? "").split(" ").slice(1)) {
    const [name = "", value = ""] = step.split(":");
    const input = form?.querySelector<HTMLInputElement>(name === "phone" ? "#phone" : "#email");
    if ((name === "type" || name === "phone") && input) {
      input.value = value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (name === "tick") form?.querySelector<HTMLElement>(`[value="${value}"], [name="${value}"]`)?.click();
    if (name === "pause") await pause(PAUSE);
    if (name === "send" || name === "submit") form?.requestSubmit();
    // The button of a form is disabled while a request is being sent.
    while (name === "submit" && form?.querySelector("[aria-disabled]")) await pause(20);
    if (name === "again") root?.querySelector<HTMLElement>("[part=again]")?.click();
  }
}
