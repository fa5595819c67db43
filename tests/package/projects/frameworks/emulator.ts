// Sends what would go to Klaviyo to the emulator that the test names in the address.
const emulator = new URLSearchParams(location.search).get("emulator");
const original = window.fetch;

if (emulator)
  window.fetch = (input, init) => original(String(input).replace("https://a.klaviyo.com", emulator), init);

export {};
