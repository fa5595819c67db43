import { writeFile } from "node:fs/promises";
import { By, until as conditions } from "selenium-webdriver";
import { insidePage, overBidi } from "./collector.mjs";
import { eventually, unwrap, within, wrap } from "./script.mjs";

/** One browser with one page, the same in each engine. `open` in driver.mjs makes it. */
export class Browser {
  #stop;
  #complaints;
  #bidi;

  constructor(engine, driver, service, stop) {
    this.engine = engine;
    /** The Selenium driver, for what has no method here. */
    this.driver = driver;
    this.service = service;
    this.#stop = stop;
  }

  /** For `open` alone. */
  async prepare({ width, height, bidi }) {
    this.#bidi = bidi;
    await this.driver.manage().setTimeouts({ script: 30_000, pageLoad: 30_000 });
    this.#complaints = bidi ? await overBidi(this.driver) : insidePage(this.driver);
    await this.resize(width, height);
  }

  /** Opens a page and waits for its load event. */
  async goto(url) {
    await this.#complaints.leave();
    await this.driver.get(String(url));
    if (this.#complaints.before) await this.run("");
  }

  /** The first element that matches, which may take up to 5 s to appear. */
  find(css) {
    return this.driver.wait(conditions.elementLocated(By.css(css)), 5000);
  }

  /** An element in a shadow tree; more selectors go through further trees. In WebKit they must be open. */
  async shadow(host, ...inner) {
    let element = await this.find(host);
    for (const css of inner) {
      const outer = element;
      // An element has no shadow before its script is there.
      element = await eventually(async () => (await outer.getShadowRoot()).findElement(By.css(css)), {
        message: `${css} in the shadow of ${host}`,
      });
    }
    return element;
  }

  /**
   * Runs a function in the page, or the body of an async one (with `return`, `await` and `arguments`). Arguments and
   * the result travel as JSON, elements as elements. What it throws is thrown here with name, message and fields.
   */
  async run(script, ...args) {
    return unwrap(await this.driver.executeAsyncScript(wrap(script, this.#complaints.before), ...args));
  }

  /** Runs a function in the page until it answers with something truthy, and returns that. */
  until(script, { timeout, message = String(script), args = [] } = {}) {
    return eventually(() => this.run(script, ...args), { timeout, message });
  }

  /**
   * Clicks an element as a mouse would. WebKit's driver wrongly reports text fields in a shadow tree as covered. For
   * these, the page is checked instead, and the mouse is moved without the driver's check.
   */
  async click(element) {
    try {
      await element.click();
    } catch (error) {
      const doubtful = this.engine === "webkit" && error.name === "ElementClickInterceptedError";
      if (!doubtful || !(await this.run(isOnTop, element))) throw error;
      await this.driver.actions().move({ origin: element }).click().perform();
    }
  }

  /** Clicks an element and types; unlike Chromium's own `sendKeys` also in a closed shadow tree. */
  async type(element, ...keys) {
    await this.click(element);
    await this.press(...keys);
  }

  /** Types into what has the focus: `press(Key.TAB)`, `press("text", Key.ENTER)`. */
  async press(...keys) {
    await this.driver
      .actions()
      .sendKeys(...keys)
      .perform();
  }

  /** A PNG of the viewport, also written to `path` if there is one. */
  async screenshot(path) {
    const png = Buffer.from(await this.driver.takeScreenshot(), "base64");
    if (path) await writeFile(path, png);
    return png;
  }

  /** Console messages since the last call. collector.mjs describes what each engine reports. */
  async console() {
    await this.run("await new Promise((resolve) => setTimeout(resolve));"); // events on their way come first
    return this.#complaints.take();
  }

  /** Gives the viewport this size in CSS pixels. */
  async resize(width, height) {
    if (!this.#bidi) return this.#resizeWindow(width, height);
    const bidi = await this.driver.getBidi();
    const context = await this.driver.getWindowHandle();
    const params = { context, viewport: { width, height } };
    const answer = await bidi.send({ method: "browsingContext.setViewport", params });
    if (answer.error) throw new Error(answer.message);
  }

  /** Without a command for the viewport, the window is made larger by what its frame takes. */
  async #resizeWindow(width, height) {
    const inner = () => this.run(() => [innerWidth, innerHeight]);
    const fits = async () => {
      const [w, h] = await inner();
      if (w === width && h === height) return true;
      const window = this.driver.manage().window();
      const outer = await window.getRect();
      await window.setRect({ x: 0, y: 0, width: outer.width + width - w, height: outer.height + height - h });
      return false;
    };
    await eventually(fits, { message: `a viewport of ${width} by ${height}` });
  }

  /** Ends the browser, its driver and all of their processes, and removes their files. */
  async close() {
    await within(10_000, this.driver.quit()).catch(() => {}); // a browser that crashed or hangs is ended anyway
    await this.#stop();
  }
}

/** Runs in the page: does the middle of this element show it, or something of its own? */
function isOnTop(element) {
  const { left, top, width, height } = element.getBoundingClientRect();
  return element.contains(element.getRootNode().elementFromPoint(left + width / 2, top + height / 2));
}
