import { createApp } from "vue";
import "back-in-stock/element/define";
import Product from "./Product.vue";

createApp(Product).mount("#app");
