import "../emulator.ts";
import { hydrateRoot } from "react-dom/client";
import { App } from "./app.tsx";

hydrateRoot(document.getElementById("app") as HTMLElement, <App />);
