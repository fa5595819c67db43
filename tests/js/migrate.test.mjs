import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { migrateSnippet } from "back-in-stock/migrate";

const messages = readFileSync(
  new URL("../../elements/notify-me/locales/messages.ts", import.meta.url),
  "utf8",
);

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
      email_field_label: "Your email",
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
    email: "Your email",
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

test("texts without markup are unchanged", () => {
  const { texts, lost } = migrateSnippet({
    trigger: { product_page_text: " Tell me " },
    modal: { headline: 7 },
  });
  assert.deepEqual([texts, lost], [{ button: "Tell me", heading: "7" }, []]);
});

test("unknown values are reported, and nothing throws", () => {
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
  const styles = ["button-styles.ts", "form/form-styles.ts"].map((path) =>
    readFileSync(new URL(`../../elements/notify-me/${path}`, import.meta.url), "utf8"),
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
  for (const name of names) assert.match(messages, new RegExp(`\\b${name}: string;`), name);
});

test("an argument that is not an object is rejected with a code", () => {
  for (const value of [null, "ABC123", 7]) {
    assert.throws(() => migrateSnippet(value), { code: "invalid_option", field: "options" });
    assert.throws(() => migrateSnippet({}, value), { code: "invalid_option", field: "account" });
  }
  assert.throws(() => migrateSnippet(), { code: "invalid_option", field: "options" });
});

test("one argument is enough: both objects of the snippet in one", () => {
  const account = { account: "ABC123", list: "LIST01", platform: "shopify", exclude_on_tags: "sale" };
  const options = { trigger: { product_page_text: "Tell me" }, modal: { headline: "{product_name}" } };
  assert.deepEqual(migrateSnippet({ ...account, ...options }), migrateSnippet(options, account));
  assert.equal(migrateSnippet(account).attributes["company-id"], "ABC123");
});

test("an option is known wherever it is: in init, in trigger, in modal", () => {
  const account = {
    account: "ABC123",
    collection_urls: ["/collections/all"],
    collection_page_text: "Notify me",
    collection_page_title: "x",
    z_index: 9,
    close_label: "Shut",
  };
  const { texts, lost } = migrateSnippet({ trigger: { inventory_quantity_threshold: 3 } }, account);
  assert.deepEqual(texts, { close: "Shut" });
  assert.deepEqual(lost, [
    ...["collection_urls", "collection_page_text", "collection_page_title"].map((option) => ({
      option,
      advice: "put an element into each card",
    })),
    { option: "z_index", advice: "a modal dialog is always on top" },
  ]);
  assert.equal(migrateSnippet({ trigger: { inventory_quantity_threshold: 3 } }).attributes.threshold, "3");
});

test("values that the snippet does not take are reported, and do not throw", () => {
  const cycle = [];
  cycle.push(cycle);
  const { attributes, texts, lost } = migrateSnippet({
    account: Object.create(null),
    list: {},
    include_on_tags: cycle,
    trigger: "text",
    modal: { headline: Symbol("x"), button_label: { toString: null } },
  });
  assert.deepEqual(attributes, { display: "dialog", "include-tags": "" });
  assert.deepEqual(texts, {});
  assert.deepEqual(lost.map(({ option }) => option).sort(), [
    "account",
    "list",
    "modal.button_label",
    "modal.headline",
    "trigger",
  ]);
});

test("character references are decoded once, and those beyond Unicode stay", () => {
  const headline = "&amp;lt; &#65;&#x42; &#38;lt; &#9999999; &#x110000; &bogus;";
  const { texts } = migrateSnippet({ modal: { headline } });
  assert.equal(texts.heading, "&lt; AB &lt; &#9999999; &#x110000; &bogus;");
});

for (const [name, piece] of Object.entries({
  "open tags": "<",
  "tags that are not closed": "<a href='x' ",
  "character references that do not end": "&#",
  "names that do not end": "&a",
  blanks: " ",
  tags: "<b>x</b>",
})) {
  test(`markup takes linear time: ${name}`, { timeout: 60_000 }, () => {
    const least = (length) => {
      const options = { modal: { headline: `${piece.repeat(length / piece.length)}x` } };
      const times = Array.from({ length: 5 }, () => {
        const start = process.cpuUsage();
        migrateSnippet(options);
        const { user, system } = process.cpuUsage(start);
        return user + system;
      });
      return Math.max(Math.min(...times), 1);
    };
    least(8_000); // compiled once
    const ratio = least(4_800_000) / least(300_000);
    // 16 times the text: linear work is 16 times as much, quadratic work 256 times.
    assert.ok(ratio < 80, `16 times the text took ${ratio} times the work`);
  });
}
