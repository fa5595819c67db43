import { mount } from "svelte";
import "back-in-stock/element/define";
import Product from "./Product.svelte";

mount(Product, { target: document.getElementById("app") as HTMLElement });
