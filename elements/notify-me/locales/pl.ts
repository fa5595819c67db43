import type { Messages } from "./messages.ts";

export const messages: Messages = {
  dir: "ltr",
  button: "Powiadom o dostępności",
  oneClick: "Powiadom mnie: {contact}",
  loading: "Chwileczkę…",
  heading: "Powiadom mnie, gdy {product} wróci do sprzedaży",
  close: "Zamknij",
  cancel: "Anuluj",
  item: "ten produkt",

  email: "Adres e-mail",
  phone: "Numer telefonu",
  country: "Kraj",
  newsletter: "Chcę też otrzymywać e-mailem nowości i oferty",
  channels: "Jak mamy Cię powiadomić?",
  byEmail: "E-mail",
  bySms: "SMS",
  byWhatsapp: "WhatsApp",
  byPush: "Powiadomienie w naszej aplikacji",
  products: "Które warianty?",
  submit: "Powiadom mnie",
  sending: "Wysyłanie…",
  suggestion: "Czy chodziło o {email}?",

  accepted: "Damy Ci znać, gdy {product} wróci do sprzedaży.",
  acceptedEmail: "Wyślemy Ci e-mail, gdy {product} wróci do sprzedaży.",
  acceptedSms: "Wyślemy Ci SMS, gdy {product} wróci do sprzedaży.",
  acceptedWhatsapp: "Napiszemy do Ciebie na WhatsAppie, gdy {product} wróci do sprzedaży.",
  already: "Takie zgłoszenie zostało już wcześniej wysłane. {promise}",
  stored: "Mamy Twoje zgłoszenie. {promise}",
  queued:
    "Nie udało się jeszcze wysłać zgłoszenia. Zapisaliśmy je na tym urządzeniu i będziemy próbować dalej, także przy następnej wizycie.",
  queuedHere:
    "Nie udało się jeszcze wysłać zgłoszenia. Będziemy próbować dalej, dopóki ta strona jest otwarta.",
  newsletterFailed: "Nie udało się zapisać Cię do newslettera.",
  again: "Użyj innego adresu e-mail",
  againPhone: "Użyj innego numeru",

  invalidEmail: "Podaj adres e-mail, na przykład name@example.com.",
  invalidPhone: "Podaj numer telefonu. Jeśli jest zagraniczny, zacznij od + i numeru kierunkowego kraju.",
  chooseOne: "Wybierz co najmniej jedną opcję.",
  consentNeeded: "Zaznacz to pole, aby otrzymywać SMS-y.",
  whatsappConsentNeeded: "Zaznacz to pole, aby otrzymywać wiadomości na WhatsAppie.",

  notYet: "Powiadomienia o tym produkcie nie są jeszcze dostępne. Spróbuj ponownie później.",
  unavailable: "Niestety powiadomienia o tym produkcie są teraz niedostępne.",
  throttled: "Otrzymujemy teraz bardzo dużo zgłoszeń. Spróbuj ponownie za chwilę.",
  later: "Nie udało się teraz wysłać zgłoszenia. Spróbuj ponownie za chwilę.",
  loadFailed: "Wczytywanie nie powiodło się. Spróbuj ponownie.",
  tooSoon: "To trochę za szybko. Odczekaj chwilę i spróbuj ponownie.",
};
