import { readdirSync, readFileSync } from "node:fs";

/** The pages of the guide, by task. */
const GUIDE = {
  Start: [
    ["overview", "Overview"],
    ["getting-started", "Getting started"],
    ["recipes", "Recipes for themes"],
    ["playground", "Playground"],
    ["gallery", "Gallery"],
  ],
  "Show a button": [
    ["notify-me", "The element notify-me"],
    ["platforms", "Shop platforms"],
    ["frameworks", "Frameworks"],
    ["events", "Events and analytics"],
    ["translating", "Translating"],
  ],
  "Send requests": [
    ["subscribe", "Subscribe and outcomes"],
    ["offline", "Offline and retries"],
    ["relay-edge", "A relay in your own server"],
    ["errors", "Errors"],
    ["relay", "The relay"],
  ],
  "Filter and check": [
    ["product-block", "Product blocks"],
    ["feeds", "Feeds"],
  ],
  Test: [["emulator", "The emulator"]],
  "Go live": [
    ["hosting", "Hosting and security policy"],
    ["privacy", "Privacy"],
    ["benchmarks", "Benchmarks"],
  ],
  Project: [
    ["changelog", "Changelog"],
    ["contributing", "Contributing"],
    ["security", "Security"],
  ],
};

/** The title of a page: its first heading, without marks. */
const titleOf = (file) => /^# (.*)$/m.exec(readFileSync(file, "utf8"))?.[1]?.replace(/[`<>]/g, "") ?? "";

/**
 * The guide's sidebar. A page that no group lists yet is in the last one.
 * @param {string} source the folder of the pages
 */
export function guide(source) {
  const pages = readdirSync(source)
    .filter((name) => name.endsWith(".md") && name !== "index.md")
    .map((name) => name.slice(0, -".md".length));
  const listed = Object.values(GUIDE).flatMap((items) => items.map(([page]) => page));
  const others = pages
    .filter((page) => !listed.includes(page))
    .map((page) => [page, titleOf(`${source}/${page}.md`)]);
  return Object.entries({ ...GUIDE, ...(others.length > 0 && { More: others }) }).map(([text, items]) => ({
    text,
    items: items.filter(([page]) => pages.includes(page)).map(([page, text]) => ({ text, link: `/${page}` })),
  }));
}

/** The sidebar of the reference. */
export const reference = [
  {
    text: "Package",
    items: [
      { text: "All entries", link: "/api/" },
      { text: "back-in-stock", link: "/api/back-in-stock" },
      ...["element", "block", "feed", "migrate", "relay", "emulator", "emulator/vite"].map((name) => ({
        text: `…/${name}`,
        link: `/api/back-in-stock/${name}`,
      })),
    ],
  },
  {
    text: "Crate",
    items: [{ text: "Rust reference", link: "/rust/back_in_stock/index.html", target: "_self" }],
  },
];
