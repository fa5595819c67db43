import { BackInStock } from "back-in-stock";
import type { NotifyMeElement } from "back-in-stock/element";
import "back-in-stock/element/define";

const { frame } = document.documentElement.dataset;

/** Milliseconds, longer than the delay before the element suggests a correction. */
const PAUSE = 900;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

// Forget the requests of an earlier visit. Otherwise the elements would say "You're already on the list."
const answers = frame === undefined ? { GALLRY: "yes", GALDWN: "down" } : {};
for (const [companyId, answer] of Object.entries(answers)) {
  const client = new BackInStock({ companyId, endpoint: `/gallery/answers/${answer}` });
  await client.forget().catch(() => {});
}
if (frame === "unloaded") globalThis.fetch = () => Promise.reject(new TypeError("this frame is offline"));

const elements = [...document.querySelectorAll("notify-me")];
// Open all forms first: a form opened later would be prefilled with what was typed into an earlier one.
for (const element of elements) if (element.dataset.steps) await element.show();
await Promise.all(elements.map(performSteps));
document.documentElement.dataset.ready = "";

/** Performs the steps of `data-steps`, which bring an element into its state. */
async function performSteps(element: NotifyMeElement): Promise<void> {
  const root = element.shadowRoot;
  const form = root?.querySelector("form");
  for (const step of (element.dataset.steps ?? "").split(" ").slice(1)) {
    const [name = "", value = ""] = step.split(":");
    const email = form?.querySelector<HTMLInputElement>("#email");
    if (name === "type" && email) {
      email.value = value;
      email.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (name === "tick") form?.querySelector<HTMLElement>(`[value="${value}"]`)?.click();
    if (name === "pause") await pause(PAUSE);
    if (name === "submit") await submitAndWait(element, () => form?.requestSubmit());
    if (name === "again") root?.querySelector<HTMLElement>("[part=again]")?.click();
  }
}

/** Submits a form and waits for the outcome, at most three seconds: one of the states has none. */
function submitAndWait(element: NotifyMeElement, submit: () => void): Promise<unknown> {
  const ended = ["accepted", "queued", "rejected"].map(
    (name) =>
      new Promise((resolve) => element.addEventListener(`notify-me-${name}`, resolve, { once: true })),
  );
  submit();
  return Promise.race([...ended, pause(3000)]).then(() => pause(50));
}
