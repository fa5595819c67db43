import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * The pages are written by the server, so there is no HTML to start from: the entries keep their names, and
 * all else that they need goes to `hashed/`, to be cached for ever. Nothing is inlined as a `data:` URL, which
 * the content security policy would refuse.
 */
export default defineConfig({
  root: here("."),
  base: "/assets/",
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
