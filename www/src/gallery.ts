import { BackInStock } from "back-in-stock";
import type { NotifyMeElement } from "back-in-stock/element";
import "back-in-stock/element/define";

const { frame } = document.documentElement.dataset;

/** Longer than the element waits before it suggests another address. */
const PAUSE = 900;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

// What was asked for when the gallery was looked at before is forgotten: else it would be said.
const answers = frame === undefined ? { GALLRY: "yes", GALDWN: "down" } : {};
for (const [companyId, answer] of Object.entries(answers)) {
  const client = new BackInStock({ companyId, endpoint: `/gallery/answers/${answer}` });
  await client.forget().catch(() => {});
}
if (frame === "unloaded") globalThis.fetch = () => Promise.reject(new TypeError("this frame has no network"));

const elements = [...document.querySelectorAll("notify-me")];
// Opened first: what is typed into one is what the next one begins with.
for (const element of elements) if (element.dataset.steps) await element.show();
await Promise.all(elements.map(follow));
document.documentElement.dataset.ready = "";

/** Brings an element into the state that its steps lead to. */
async function follow(element: NotifyMeElement): Promise<void> {
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
    if (name === "submit") await submitted(element, () => form?.requestSubmit());
    if (name === "again") root?.querySelector<HTMLElement>("[part=again]")?.click();
  }
}

/** Waits for what a request comes to, which for one on its way is nothing. */
function submitted(element: NotifyMeElement, submit: () => void): Promise<unknown> {
  const ended = ["accepted", "queued", "rejected"].map(
    (name) =>
      new Promise((resolve) => element.addEventListener(`notify-me-${name}`, resolve, { once: true })),
  );
  submit();
  return Promise.race([...ended, pause(3000)]).then(() => pause(50));
}
