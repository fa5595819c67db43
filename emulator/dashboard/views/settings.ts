import type { Summary } from "../../admin/types.ts";
import { h } from "../dom.ts";
import type { View } from "../view.ts";
import { AccountCard, FlowCard } from "./settings-account.ts";
import { FaultsCard, LimitsCard, ResetCard, StrictCard } from "./settings-tools.ts";

/** A card of the settings. */
export interface Card {
  readonly element: HTMLElement;
  update(summary: Summary): void;
}

/** The account's settings, and the emulator's. */
export class SettingsView implements View {
  readonly element: HTMLElement;
  readonly #cards: readonly Card[];

  constructor() {
    this.#cards = [
      new AccountCard(),
      new FlowCard(),
      new StrictCard(),
      new FaultsCard(),
      new LimitsCard(),
      new ResetCard(),
    ];
    this.element = h(
      "section",
      { class: "view cards", "aria-label": "Settings" },
      ...this.#cards.map(({ element }) => element),
    );
  }

  update(summary: Summary): void {
    for (const card of this.#cards) card.update(summary);
  }
}
