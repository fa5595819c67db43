import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { migrateSnippet } from "back-in-stock/migrate";

const words = readFileSync(new URL("../../src/js/element/words/words.ts", import.meta.url), "utf8");

test("a snippet as shops have it", () => {
  const account = {
    account: "ABC123",
    list: "LIST01",
    platform: "shopify",
    exclude_on_tags: "clearance, final-sale",
  };
  const options = {
    trigger: {
      product_page_text: "Tell me when it is here",
      product_page_class: "btn btn--wide",
      product_page_text_align: "center",
      product_page_margin: "0px",
      replace_anchor: false,
    },
    modal: {
      headline: "<h1>{product_name} &amp; more</h1>",
      body_content: "Leave your address.",
      email_field_label: "Your e-mail",
      button_label: "Go",
      subscription_success_label: "Noted: {product_name}.",
      newsletter_subscribe_label: "News, too",
      subscribe_checked: true,
      footer_content: "",
      close_label: "Close it",
      additional_styles: "@import url('https://fonts.example/css');",
      z_index: 999999,
      drop_background_color: "#000",
      background_color: "#fff",
      text_color: "#222",
      button_text_color: "#eee",
      button_background_color: "#439fdb",
      error_text_color: "#c72e2f",
    },
  };
  const { attributes, texts, properties, lost } = migrateSnippet(options, account);
  assert.deepEqual(attributes, {
    display: "dialog",
    "company-id": "ABC123",
    "list-id": "LIST01",
    newsletter: "",
    integration: "$shopify",
    follow: "shopify",
    "exclude-tags": "clearance, final-sale",
  });
  assert.deepEqual(texts, {
    button: "Tell me when it is here",
    heading: "{product} & more",
    email: "Your e-mail",
    submit: "Go",
    accepted: "Noted: {product}.",
    acceptedEmail: "Noted: {product}.",
    newsletter: "News, too",
    close: "Close it",
  });
  assert.deepEqual(properties, {
    "--notify-me-surface": "#fff",
    "--notify-me-text": "#222",
    "--notify-me-accent-text": "#eee",
    "--notify-me-accent": "#439fdb",
    "--notify-me-error": "#c72e2f",
  });
  assert.deepEqual(
    lost.map(({ option }) => option),
    [
      "trigger.product_page_class",
      "modal.headline",
      "modal.body_content",
      "modal.subscribe_checked",
      "modal.additional_styles",
      "modal.drop_background_color",
    ],
  );
  for (const { option, advice } of lost) assert.match(advice, /^[a-z]/, option);
});

test("who is asked: the snippet's own values change nothing, the others set an attribute", () => {
  const own = {
    inventory_quantity_threshold: 1,
    display_on_policy_continue: false,
    is_allow_for_preorder: true,
    is_allow_for_unmanaged_inventory: true,
    exclude_on_tags: "",
    include_on_tags: null,
    variant_id_element: null,
  };
  assert.deepEqual(migrateSnippet(own).attributes, { display: "dialog" });
  const others = {
    inventory_quantity_threshold: "5",
    display_on_policy_continue: true,
    is_allow_for_preorder: false,
    is_allow_for_unmanaged_inventory: false,
    include_on_tags: ["new", "drop"],
    variant_id_element: "#variant",
    platform: "bigcommerce",
  };
  const { attributes, lost } = migrateSnippet({ trigger: {} }, others);
  assert.deepEqual(attributes, {
    display: "dialog",
    integration: "$bigcommerce",
    follow: "bigcommerce",
    threshold: "5",
    "show-when-continue": "",
    "hide-when-preorder": "",
    "hide-when-unmanaged": "",
    "include-tags": "new,drop",
  });
  assert.deepEqual(
    lost.map(({ option }) => option),
    ["variant_id_element"],
  );
});

test("texts that have no markup lose none", () => {
  const { texts, lost } = migrateSnippet({
    trigger: { product_page_text: " Tell me " },
    modal: { headline: 7 },
  });
  assert.deepEqual([texts, lost], [{ button: "Tell me", heading: "7" }, []]);
});

test("what nobody knows is told, and nothing throws", () => {
  const odd = {
    constructor: "x",
    platform: "constructor",
    modal: { headline: "&constructor; &#65;", __proto__: null, toString: 1 },
    trigger: { product_page_txt: "x", collection_page_text: "x" },
  };
  const { attributes, texts, lost } = migrateSnippet(odd);
  assert.deepEqual(attributes, { display: "dialog" });
  assert.equal(texts.heading, "&constructor; A");
  assert.deepEqual(lost.map(({ option }) => option).sort(), [
    "constructor",
    "modal.headline",
    "modal.toString",
    "platform",
    "trigger.collection_page_text",
    "trigger.product_page_txt",
  ]);
  assert.deepEqual(migrateSnippet({}).lost, []);
});

test("attributes and custom properties are the element's own", async () => {
  const { NotifyMeElement } = await import("back-in-stock/element");
  const account = { account: "ABC123", list: "LIST01", platform: "shopify", inventory_quantity_threshold: 2 };
  const tags = { include_on_tags: "a", exclude_on_tags: "b", display_on_policy_continue: true };
  const switches = { is_allow_for_preorder: false, is_allow_for_unmanaged_inventory: false };
  const { attributes } = migrateSnippet({ ...tags, ...switches }, account);
  assert.equal(Object.keys(attributes).length, 12);
  for (const name of Object.keys(attributes))
    assert.ok(NotifyMeElement.observedAttributes.includes(name), name);
  const colours = [
    "text_color",
    "background_color",
    "button_text_color",
    "button_background_color",
    "error_text_color",
  ];
  const modal = Object.fromEntries(colours.map((name) => [name, "red"]));
  const styles = ["style.ts", "form/style.ts"].map((path) =>
    readFileSync(new URL(`../../src/js/element/${path}`, import.meta.url), "utf8"),
  );
  const properties = Object.keys(migrateSnippet({ modal }).properties);
  assert.equal(properties.length, 5);
  for (const name of properties)
    assert.ok(
      styles.some((style) => style.includes(`var(${name},`)),
      name,
    );
});

test("every text that a snippet sets is one of the element's", () => {
  const labels =
    "headline email_field_label button_label subscription_success_label newsletter_subscribe_label";
  const modal = Object.fromEntries(`${labels} close_label`.split(" ").map((name) => [name, "x"]));
  const names = Object.keys(migrateSnippet({ modal, trigger: { product_page_text: "x" } }).texts);
  assert.equal(names.length, 8);
  for (const name of names) assert.match(words, new RegExp(`\\b${name}: string;`), name);
});

test("what is no object is refused by code", () => {
  for (const options of [undefined, null, "ABC123"]) {
    assert.throws(() => migrateSnippet(options), { code: "invalid_option", field: "options" });
  }
});
