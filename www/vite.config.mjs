import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * The server renders the pages, so there are no HTML entry points. The entries keep their names; everything else goes to
 * `hashed/` and can be cached forever. Nothing is inlined as a `data:` URL, since the content security policy would block it.
 */
export default defineConfig({
  root: here("."),
  // Relative, since the documentation site serves these files at another address.
  base: "./",
  publicDir: false,
  build: {
    outDir: here("dist"),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input: {
        main: here("src/main.ts"),
        shop: here("src/shop.css"),
        gallery: here("src/gallery.ts"),
        style: here("src/gallery.css"),
      },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "hashed/[name]-[hash].js",
        assetFileNames: ({ names: [name] }) =>
          name === "shop.css" ? name : name === "style.css" ? "gallery.css" : "hashed/[name]-[hash][extname]",
      },
    },
  },
});
