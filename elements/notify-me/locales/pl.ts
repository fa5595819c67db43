import type { Messages } from "./messages.ts";

export const messages: Messages = {
  dir: "ltr",
  button: "Powiadom mnie, gdy wróci",
  oneClick: "Powiadom mnie: {contact}",
  loading: "Chwileczkę…",
  heading: "Powiadom mnie, gdy {product} wróci do sprzedaży",
  close: "Zamknij",
  cancel: "Anuluj",
  item: "ten produkt",

  email: "Adres e-mail",
  phone: "Numer telefonu",
  country: "Kraj",
  newsletter: "Chcę też dostawać e-mailem nowości i oferty",
  channels: "Jak mamy dać znać?",
  byEmail: "E-mailem",
  bySms: "SMS-em",
  byWhatsapp: "Przez WhatsApp",
  byPush: "Powiadomieniem w naszej aplikacji",
  products: "Które?",
  submit: "Powiadom mnie",
  sending: "Wysyłanie…",
  suggestion: "Czy chodziło o {email}?",

  accepted: "Damy znać, gdy {product} wróci do sprzedaży.",
  acceptedEmail: "Wyślemy e-mail, gdy {product} wróci do sprzedaży.",
  acceptedSms: "Wyślemy SMS, gdy {product} wróci do sprzedaży.",
  acceptedWhatsapp: "Napiszemy przez WhatsApp, gdy {product} wróci do sprzedaży.",
  already: "Ta prośba została już wcześniej złożona. {promise}",
  queued:
    "Nie udało się jeszcze tego wysłać. Przechowujemy prośbę na tym urządzeniu i sami spróbujemy ponownie, także przy następnej wizycie.",
  queuedHere:
    "Nie udało się jeszcze tego wysłać. Przechowujemy prośbę na tym urządzeniu i sami spróbujemy ponownie, dopóki ta strona jest otwarta.",
  newsletterFailed: "Nie udało się zapisać do newslettera.",
  again: "Poproś z innym adresem",
  againPhone: "Poproś z innym numerem",

  invalidEmail: "Wpisz adres e-mail, na przykład name@example.com.",
  invalidPhone: "Wpisz numer telefonu. Z zagranicy zacznij od + i numeru kierunkowego kraju.",
  chooseOne: "Wybierz co najmniej jedną możliwość.",
  consentNeeded: "Zaznacz to pole, aby dostawać wiadomości SMS.",
  whatsappConsentNeeded: "Zaznacz to pole, aby dostawać wiadomości przez WhatsApp.",

  notYet: "Nie przyjmujemy jeszcze próśb dotyczących tego produktu. Spróbuj ponownie później.",
  unavailable: "Niestety w tej chwili nie możemy przyjmować próśb dotyczących tego produktu.",
  throttled: "W tej chwili próśb jest bardzo dużo. Spróbuj ponownie za chwilę.",
  later: "Nie udało się tego teraz wysłać. Spróbuj ponownie za chwilę.",
  loadFailed: "Nie udało się tego wczytać. Spróbuj ponownie.",
  tooSoon: "To było bardzo szybko. Poczekaj chwilę i spróbuj ponownie.",
};
