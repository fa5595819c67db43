import type { Messages } from "./messages.ts";

export const messages: Messages = {
  dir: "ltr",
  button: "Avisarme cuando vuelva",
  oneClick: "Avisarme en {contact}",
  loading: "Un momento…",
  heading: "Avisarme cuando {product} vuelva a estar disponible",
  close: "Cerrar",
  cancel: "Cancelar",
  item: "este artículo",

  email: "Correo electrónico",
  phone: "Número de teléfono",
  country: "País",
  newsletter: "Quiero recibir también novedades y ofertas por correo electrónico",
  channels: "¿Cómo quieres que te avisemos?",
  byEmail: "Por correo electrónico",
  bySms: "Por SMS",
  byWhatsapp: "Por WhatsApp",
  byPush: "Con una notificación en nuestra aplicación",
  products: "¿Cuáles?",
  submit: "Avisarme",
  sending: "Enviando…",
  suggestion: "¿Querías decir {email}?",

  accepted: "Te avisaremos cuando {product} vuelva a estar disponible.",
  acceptedEmail: "Te enviaremos un correo electrónico cuando {product} vuelva a estar disponible.",
  acceptedSms: "Te enviaremos un SMS cuando {product} vuelva a estar disponible.",
  acceptedWhatsapp: "Te escribiremos por WhatsApp cuando {product} vuelva a estar disponible.",
  already: "Ya lo habías pedido antes. {promise}",
  queued:
    "Todavía no se ha podido enviar. Lo guardamos en este dispositivo y lo volveremos a intentar por nuestra cuenta, también en tu próxima visita.",
  queuedHere:
    "Todavía no se ha podido enviar. Lo guardamos en este dispositivo y lo volveremos a intentar por nuestra cuenta mientras esta página siga abierta.",
  newsletterFailed: "No hemos podido suscribirte al boletín.",
  again: "Pedirlo con otra dirección",
  againPhone: "Pedirlo con otro número",

  invalidEmail: "Escribe una dirección de correo electrónico, por ejemplo name@example.com.",
  invalidPhone: "Escribe un número de teléfono. Desde el extranjero, empieza con + y el prefijo del país.",
  chooseOne: "Elige al menos una opción.",
  consentNeeded: "Marca esta casilla para recibir mensajes SMS.",
  whatsappConsentNeeded: "Marca esta casilla para recibir mensajes de WhatsApp.",

  notYet: "Todavía no aceptamos solicitudes para este artículo. Inténtalo más tarde.",
  unavailable: "Lo sentimos, en este momento no podemos aceptar solicitudes para este artículo.",
  throttled: "Ahora mismo hay muchas solicitudes. Inténtalo de nuevo en un momento.",
  later: "No se ha podido enviar. Inténtalo de nuevo en un momento.",
  loadFailed: "No se ha podido cargar. Inténtalo de nuevo.",
  tooSoon: "Ha sido muy rápido. Espera un momento e inténtalo de nuevo.",
};
