import { BackInStock, BackInStockError, type Outcome } from "back-in-stock";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";

// One client for the whole app. It loads and sends nothing on a server.
const backInStock = new BackInStock({ companyId: "ABC123" });

type State = { status: "idle" | "sending" } | Outcome | { status: "failed"; error: BackInStockError };

export function NotifyForm({ variant }: { variant: string }) {
  const [state, setState] = useState<State>({ status: "idle" });
  const sending = useRef<AbortController | undefined>(undefined);
  const id = useId();

  useEffect(() => () => sending.current?.abort(), []);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (state.status === "sending") return;
    const email = String(new FormData(event.currentTarget).get("email"));
    const controller = new AbortController();
    sending.current = controller;
    setState({ status: "sending" });
    try {
      setState(await backInStock.subscribe({ variant, profile: { email } }, { signal: controller.signal }));
    } catch (error) {
      if (controller.signal.aborted) return;
      if (!(error instanceof BackInStockError)) throw error;
      setState({ status: "failed", error });
    }
  }

  const isInvalid = state.status === "failed" && state.error.code === "invalid_email";
  return (
    <form onSubmit={send} noValidate>
      <label htmlFor={`${id}-email`}>Email</label>
      <input
        id={`${id}-email`}
        name="email"
        type="email"
        autoComplete="email"
        aria-invalid={isInvalid}
        aria-describedby={`${id}-status`}
      />
      <button type="submit">Notify me</button>
      <p id={`${id}-status`} role="status">
        {messageOf(state)}
      </p>
    </form>
  );
}

function messageOf(state: State): string {
  switch (state.status) {
    case "idle":
      return "";
    case "sending":
      return "Sending…";
    case "accepted":
      return "We'll email you when it's back.";
    case "already-requested":
      return "You've requested this before.";
    case "queued":
      return state.durable
        ? "We couldn't send this yet. We'll keep trying, including on your next visit."
        : "We couldn't send this yet. Please keep this page open.";
    case "failed":
      if (state.error.code === "invalid_email") return "Please check the address.";
      return state.error.retryable ? "Please try again." : "Alerts for this item aren't available yet.";
  }
}
