// A shop that leaves Klaviyo's legacy snippet behind.
import {
  type Migration,
  migrateSnippet,
  type SnippetAccount,
  type SnippetOptions,
} from "back-in-stock/migrate";

const account: SnippetAccount = { account: "ABC123", platform: "shopify", exclude_on_tags: ["sale"] };
const options: SnippetOptions = {
  trigger: { product_page_text: "Notify me", replace_anchor: false },
  modal: { headline: "{product_name}", z_index: 9, subscribe_checked: true },
};
const { attributes, texts, properties, lost }: Migration = migrateSnippet(options, account);
export const company: string | undefined = attributes["company-id"];
export const heading: string | undefined = texts.heading;
export const accent: string | undefined = properties["--notify-me-accent"];
export const advice: string[] = lost.map(({ option, advice }) => `${option}: ${advice}`);

// @ts-expect-error options are known by name
migrateSnippet({ modal: { headlne: "x" } });
// @ts-expect-error an option is not an object
migrateSnippet({ trigger: { product_page_text: {} } });
// @ts-expect-error there is no such text
texts.headline;
