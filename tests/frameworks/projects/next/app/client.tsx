"use client";

import { useEffect, useState } from "react";
import { subscribe } from "../shop.js";

export function Client() {
  const [status, setStatus] = useState("");
  useEffect(() => {
    subscribe().then(setStatus);
  }, []);
  return <output id="client">{status}</output>;
}
