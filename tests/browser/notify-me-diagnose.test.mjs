// The diagnostics of <notify-me> for developers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inPages } from "./notify-me.setup.mjs";

const SHIRT = 'variant="SKU-M"';

inPages("the diagnosis of <notify-me>", (shop) => {
  shop.complaints = [
    /^<notify-me>/,
    /connect-src|script-src|wasm|WebAssembly/i,
    /did not load|dynamically imported|module script|404/i,
  ];
  const explain = async (attributes, options) => {
    await shop.open(shop.element(attributes), options);
    return shop.run(() => document.querySelector("notify-me").explain());
  };

  test("reports why it is shown, what it sends and where to", async () => {
    assert.deepEqual(await explain(`${SHIRT} quantity="0" tags="summer" exclude-tags="sale"`), {
      shows: true,
      reason: "out_of_stock",
      known: { quantity: "0", tags: "summer" },
      variant: "$custom:::$default:::SKU-M",
      endpoint: `${shop.emulator.url}/client/back-in-stock-subscriptions?company_id=ABC123`,
      problems: [],
    });
  });

  test("reports why it is shown for variants that are sold without stock", async () => {
    for (const [attributes, reason] of [
      ['quantity="0"', "out_of_stock"],
      ['quantity="-2" policy="continue" show-when-continue', "out_of_stock"],
      ['quantity="3" threshold="5"', "low_stock"],
      ['available="false"', "unavailable"],
      ["", "stock_unknown"],
      ['quantity="10+"', "stock_unknown"],
    ]) {
      const found = await explain(`${SHIRT} ${attributes}`);
      assert.deepEqual([found.shows, found.reason, found.problems], [true, reason, []], attributes);
    }
  });

  test("with several variants, it lists those that can be requested", async () => {
    const rows = (...quantities) =>
      `multiple variants='${JSON.stringify(quantities.map((quantity, index) => ({ id: `SKU-${"SML"[index]}`, quantity })))}'`;
    const id = (size) => `$custom:::$default:::SKU-${size}`;
    const found = await explain(rows(3, 0, -1));
    assert.deepEqual(
      [found.shows, found.reason, found.known, found.problems],
      [true, "out_of_stock", { quantity: 0 }, []],
    );
    assert.deepEqual([found.variant, found.variants], [id("M"), [id("M"), id("L")]]);
    const chosen = await explain(`variant="SKU-L" ${rows(3, 0, -1)}`);
    assert.deepEqual([chosen.known, chosen.variants], [{ quantity: -1 }, [id("L"), id("M")]]);
    const inStock = await explain(`variant="SKU-S" ${rows(3, 0, 1)}`);
    assert.deepEqual([inStock.shows, inStock.reason, inStock.variant], [true, "out_of_stock", id("M")]);
    assert.equal(inStock.variants, undefined);
    const none = await explain(rows(3, 1, 2));
    assert.deepEqual([none.shows, none.reason, none.problems], [false, "in_stock", []]);
  });

  test("a threshold that counts sold-out variants as in stock, or is not a number, is reported", async () => {
    for (const [threshold, ...expected] of [
      ["0", false, "in_stock"],
      ["-3", false, "in_stock"],
      ["five", true, "out_of_stock"],
    ]) {
      const found = await explain(`${SHIRT} quantity="0" threshold="${threshold}"`);
      assert.deepEqual([found.shows, found.reason], expected, threshold);
      assert.deepEqual(found.problems, ["threshold must be a number above 0"], threshold);
    }
  });

  test("Shopify's global ID of a variant is accepted in the attribute", async () => {
    const found = await explain('variant="gid://shopify/ProductVariant/41" quantity="0"');
    assert.deepEqual([found.shows, found.variant, found.problems], [true, "$custom:::$default:::41", []]);
    const rows = JSON.stringify([
      { id: "gid://shopify/ProductVariant/41", title: "Shirt", inventory_quantity: 3 },
    ]);
    const inStock = await explain(`variant="gid://shopify/ProductVariant/41" variants='${rows}'`);
    assert.deepEqual([inStock.shows, inStock.reason, inStock.known], [false, "in_stock", { quantity: 3 }]);
    const product = await explain('variant="gid://shopify/Product/7" quantity="0"');
    assert.equal(product.problems.length, 1);
    assert.match(product.problems[0], /^variant is a gid/);
  });

  test("misspelled attributes and defaults are reported with a suggestion", async () => {
    const found = await explain(
      `${SHIRT} qantity="0" show-when-continu company_id="x" emial="x" class="a" onclick="" data-quantiti="1" :quantity="2" title="x"`,
    );
    assert.deepEqual(found.problems, [
      'unknown attribute "qantity"; did you mean "quantity"?',
      'unknown attribute "show-when-continu"; did you mean "show-when-continue"?',
      'unknown attribute "company_id"; did you mean "company-id"?',
      'unknown attribute "emial"; did you mean "email"?',
    ]);
    await shop.open(shop.element(SHIRT));
    const { problems } = await shop.run(async () => {
      const Element = customElements.get("notify-me");
      Element.defaults = { contry: "US", outOfStock: "x", listId: "L" };
      return document.querySelector("notify-me").explain();
    });
    assert.deepEqual(problems, ['unknown default "contry"; did you mean "country"?']);
  });

  test("values that nothing reads", async () => {
    const found = await explain(`${SHIRT} channels="FAX" display="popup"`);
    assert.deepEqual(found.problems, [
      "display must be inline or dialog",
      "channels must be EMAIL, SMS, WHATSAPP or PUSH",
    ]);
  });

  test("it answers where nothing of the form can be loaded, and where the adapters cannot", async () => {
    for (const pattern of [/notify-me-form/, /diagnose/]) {
      const end = shop.site.fail(pattern);
      const found = await explain(`${SHIRT} quantity="0"`);
      end();
      assert.deepEqual([found.shows, found.reason], [true, "out_of_stock"]);
      assert.match(found.problems.join(), /^a script failed to load; serve all files from one folder: ./);
    }
    const end = shop.site.fail(/start-|adapters/);
    const found = await explain(`${SHIRT} follow="shopify"`);
    end();
    assert.match(found.problems.join(), /^a script failed to load; serve all files from one folder: ./);
  });

  test("it answers where the service's address takes too long", async () => {
    const go = shop.site.hold(/back-in-stock-subscriptions/);
    await shop.open(shop.element(SHIRT));
    await shop.set({ endpoint: shop.site.url });
    const found = await shop.run(() => document.querySelector("notify-me").explain());
    go();
    assert.deepEqual(found.problems, [`${shop.site.url} did not answer within 3 seconds`]);
  });

  test("why it does not show", async () => {
    for (const [attributes, reason] of [
      ['quantity="5"', "in_stock"],
      ['quantity="0" policy="continue"', "continues"],
      ['quantity="0" preorder hide-when-preorder', "preorder"],
      ['available="false" hide-when-unmanaged', "unmanaged"],
      ['quantity="0" include-tags="summer"', "tags"],
    ]) {
      const found = await explain(`${SHIRT} ${attributes}`);
      assert.deepEqual([found.shows, found.reason], [false, reason], attributes);
    }
    const found = await explain("");
    assert.deepEqual([found.shows, found.reason], [false, "no_variant"]);
    assert.match(found.problems.join(), /variant is empty/);
  });

  test("reports invalid options", async () => {
    const found = await explain('variant="gid://shopify/Product/1"');
    assert.deepEqual(found.problems, [
      "variant is a gid:// URL: pass the number at its end, with the integration $shopify",
    ]);
    const other = await explain(`${SHIRT} integration="$shopify" country="XX"`);
    assert.deepEqual(other.problems, ["country must be the ISO code of a country, such as US"]);
    const good = await explain(`variant="40001" integration="$shopify"`);
    assert.equal(good.variant, "$shopify:::$default:::40001");
  });

  test("members of Object.prototype do not act as defaults or texts", async () => {
    await shop.open(shop.element(`${SHIRT} texts='{"button": 5, "submit": "{size} {product}"}'`));
    const seen = await shop.run(async () => {
      const extended = { endpoint: "/elsewhere", catalog: "other", email: "eve@example.com", quantity: 7 };
      Object.assign(Object.prototype, extended);
      try {
        const element = document.querySelector("notify-me");
        const { variant, endpoint, reason } = await element.explain();
        await element.show();
        const { shadowRoot: root } = element;
        const texts = ["button[part~=trigger]", "[type=submit]"].map(
          (one) => root.querySelector(one).textContent,
        );
        return { variant, endpoint, reason, email: root.querySelector("[type=email]").value, texts };
      } finally {
        for (const name in extended) delete Object.prototype[name];
      }
    });
    assert.deepEqual(seen, {
      variant: "$custom:::$default:::SKU-M",
      endpoint: `${shop.emulator.url}/client/back-in-stock-subscriptions?company_id=ABC123`,
      reason: "stock_unknown",
      email: "",
      texts: ["5", "{size} {product}"],
    });
  });

  test("reports the blocking policy directive and an unreachable endpoint", async () => {
    const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'";
    const { problems } = await explain(SHIRT, { policy });
    assert.ok(
      problems.some((text) =>
        /^the content security policy \(connect-src\) blocks http:\/\/127\.0\.0\.1/.test(text),
      ),
      problems.join(),
    );
    assert.ok(
      problems.some((text) => text.startsWith("script-src does not allow 'wasm-unsafe-eval'")),
      problems.join(),
    );
    await shop.emulator.pause();
    const away = await explain(SHIRT);
    await shop.emulator.resume();
    assert.deepEqual(away.problems, [
      `${shop.emulator.url} could not be reached: the browser is offline, or an extension or network blocks it`,
    ]);
  });

  test("debug mode logs every change to the console", async () => {
    await shop.browser.console();
    await shop.open(shop.element(SHIRT));
    await shop.set({ debug: "", quantity: "5" });
    const told = await shop.eventually(async () => {
      const texts = (await shop.browser.console())
        .map(({ text }) => text)
        .filter((text) => text.startsWith("<notify-me>"));
      return texts.length ? texts : undefined;
    });
    assert.match(told[0], /"shows":false,"reason":"in_stock"/);
  });
});
