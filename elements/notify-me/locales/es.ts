import type { Messages } from "./messages.ts";

export const messages: Messages = {
  dir: "ltr",
  button: "Avísame cuando vuelva",
  oneClick: "Avísame en {contact}",
  loading: "Un momento…",
  heading: "Avísame cuando {product} vuelva a estar disponible",
  close: "Cerrar",
  cancel: "Cancelar",
  item: "este artículo",

  email: "Correo electrónico",
  phone: "Número de teléfono",
  country: "País",
  newsletter: "Recibir también novedades y ofertas por correo electrónico",
  channels: "¿Cómo quieres que te avisemos?",
  byEmail: "Correo electrónico",
  bySms: "SMS",
  byWhatsapp: "WhatsApp",
  byPush: "Notificación en nuestra app",
  products: "¿Qué opciones te interesan?",
  submit: "Avísame",
  sending: "Enviando…",
  suggestion: "¿Querías decir {email}?",

  accepted: "Te avisaremos cuando {product} vuelva a estar disponible.",
  acceptedEmail: "Te enviaremos un correo cuando {product} vuelva a estar disponible.",
  acceptedSms: "Te enviaremos un SMS cuando {product} vuelva a estar disponible.",
  acceptedWhatsapp: "Te escribiremos por WhatsApp cuando {product} vuelva a estar disponible.",
  already: "Ya habías solicitado este aviso. {promise}",
  stored: "Tenemos tu solicitud. {promise}",
  queued:
    "Aún no se ha podido enviar. Hemos guardado tu solicitud en este dispositivo y lo seguiremos intentando, también en tu próxima visita.",
  queuedHere: "Aún no se ha podido enviar. Lo seguiremos intentando mientras esta página siga abierta.",
  newsletterFailed: "No se ha podido completar tu suscripción al boletín.",
  again: "Usar otro correo",
  againPhone: "Usar otro número",

  invalidEmail: "Escribe una dirección de correo electrónico, por ejemplo name@example.com.",
  invalidPhone:
    "Escribe un número de teléfono. Si es de otro país, empieza con + y el prefijo internacional.",
  chooseOne: "Elige al menos una opción.",
  consentNeeded: "Marca esta casilla para recibir SMS.",
  whatsappConsentNeeded: "Marca esta casilla para recibir mensajes de WhatsApp.",

  notYet: "Los avisos para este artículo aún no están disponibles. Inténtalo más tarde.",
  unavailable: "Lo sentimos, los avisos para este artículo no están disponibles en este momento.",
  throttled: "Estamos recibiendo muchas solicitudes. Inténtalo de nuevo en un momento.",
  later: "No se ha podido enviar. Inténtalo de nuevo en un momento.",
  loadFailed: "No se ha podido cargar. Inténtalo de nuevo.",
  tooSoon: "Has ido muy rápido. Espera un momento e inténtalo de nuevo.",
};
