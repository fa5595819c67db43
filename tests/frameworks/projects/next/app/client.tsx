"use client";

import { NotifyMeElement } from "back-in-stock/element";
import { useEffect, useState } from "react";
import { endpoint, subscribe } from "../shop.js";

export function Client() {
  const [status, setStatus] = useState("");
  useEffect(() => {
    NotifyMeElement.defaults = { endpoint: endpoint() };
    subscribe().then(setStatus);
  }, []);
  return <output id="client">{status}</output>;
}
