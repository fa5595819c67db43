import type { Messages } from "./messages.ts";

export const messages: Messages = {
  dir: "ltr",
  button: "Avise-me quando voltar",
  oneClick: "Avise-me em {contact}",
  loading: "Um momento…",
  heading: "Avise-me quando {product} voltar a estar disponível",
  close: "Fechar",
  cancel: "Cancelar",
  item: "este produto",

  email: "Endereço de e-mail",
  phone: "Número de telefone",
  country: "País",
  newsletter: "Quero receber também novidades e ofertas por e-mail",
  channels: "Como podemos avisar?",
  byEmail: "Por e-mail",
  bySms: "Por SMS",
  byWhatsapp: "Pelo WhatsApp",
  byPush: "Por notificação da nossa app",
  products: "Quais?",
  submit: "Avise-me",
  sending: "Enviando…",
  suggestion: "Quis dizer {email}?",

  accepted: "Avisaremos quando {product} voltar a estar disponível.",
  acceptedEmail: "Enviaremos um e-mail quando {product} voltar a estar disponível.",
  acceptedSms: "Enviaremos um SMS quando {product} voltar a estar disponível.",
  acceptedWhatsapp: "Enviaremos uma mensagem pelo WhatsApp quando {product} voltar a estar disponível.",
  already: "Este pedido já tinha sido feito. {promise}",
  queued:
    "Ainda não foi possível enviar. Guardamos o pedido neste dispositivo e tentaremos de novo automaticamente, também na próxima visita.",
  queuedHere:
    "Ainda não foi possível enviar. Guardamos o pedido neste dispositivo e tentaremos de novo automaticamente, enquanto esta página estiver aberta.",
  newsletterFailed: "Não foi possível fazer a inscrição na newsletter.",
  again: "Pedir com outro endereço",
  againPhone: "Pedir com outro número",

  invalidEmail: "Insira um endereço de e-mail, por exemplo name@example.com.",
  invalidPhone: "Insira um número de telefone. De outro país, comece com + e o código do país.",
  chooseOne: "Escolha pelo menos uma opção.",
  consentNeeded: "Marque esta caixa para receber mensagens SMS.",
  whatsappConsentNeeded: "Marque esta caixa para receber mensagens do WhatsApp.",

  notYet: "Ainda não aceitamos pedidos para este produto. Tente de novo mais tarde.",
  unavailable: "Lamentamos, neste momento não podemos aceitar pedidos para este produto.",
  throttled: "Há muitos pedidos neste momento. Tente de novo dentro de instantes.",
  later: "Não foi possível enviar agora. Tente de novo dentro de instantes.",
  loadFailed: "Não foi possível carregar. Tente de novo.",
  tooSoon: "Foi muito rápido. Aguarde um momento e tente de novo.",
};
