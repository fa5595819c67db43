import theme from "vitepress/theme";
import Gallery from "./Gallery.vue";
import Playground from "./Playground.vue";
import "./style.css";

export default {
  extends: theme,
  enhanceApp({ app }) {
    app.component("Gallery", Gallery).component("Playground", Playground);
  },
};
