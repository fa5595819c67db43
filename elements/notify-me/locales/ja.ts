import type { Messages } from "./messages.ts";

export const messages: Messages = {
  dir: "ltr",
  button: "再入荷のお知らせを受け取る",
  oneClick: "{contact} でお知らせを受け取る",
  loading: "お待ちください…",
  heading: "{product}の再入荷のお知らせを受け取る",
  close: "閉じる",
  cancel: "キャンセル",
  item: "この商品",

  email: "メールアドレス",
  phone: "電話番号",
  country: "国・地域",
  newsletter: "新商品やお得な情報もメールで受け取る",
  channels: "お知らせの方法をお選びください",
  byEmail: "メール",
  bySms: "SMS",
  byWhatsapp: "WhatsApp",
  byPush: "アプリの通知",
  products: "どの商品ですか？",
  submit: "お知らせを受け取る",
  sending: "送信しています…",
  suggestion: "{email} ではありませんか？",

  accepted: "{product}が再入荷したらお知らせします。",
  acceptedEmail: "{product}が再入荷したらメールでお知らせします。",
  acceptedSms: "{product}が再入荷したらSMSでお知らせします。",
  acceptedWhatsapp: "{product}が再入荷したらWhatsAppでお知らせします。",
  already: "すでにお申し込みいただいています。{promise}",
  queued:
    "まだ送信できていません。お申し込みはこの端末に保存され、次回のご訪問時も含め、自動的に再送信を試みます。",
  queuedHere:
    "まだ送信できていません。お申し込みはこの端末に保存され、このページを開いている間、自動的に再送信を試みます。",
  newsletterFailed: "メールマガジンには登録できませんでした。",
  again: "別のアドレスで申し込む",
  againPhone: "別の番号で申し込む",

  invalidEmail: "メールアドレスを入力してください（例：name@example.com）。",
  invalidPhone: "電話番号を入力してください。海外の番号は「+」と国番号から始めてください。",
  chooseOne: "少なくとも1つお選びください。",
  consentNeeded: "SMSを受け取るには、チェックを入れてください。",
  whatsappConsentNeeded: "WhatsAppのメッセージを受け取るには、チェックを入れてください。",

  notYet: "この商品のお申し込みはまだ受け付けていません。時間をおいてもう一度お試しください。",
  unavailable: "申し訳ありませんが、現在この商品のお申し込みは受け付けられません。",
  throttled: "ただいまお申し込みが集中しています。少し待ってからもう一度お試しください。",
  later: "送信できませんでした。少し待ってからもう一度お試しください。",
  loadFailed: "読み込めませんでした。もう一度お試しください。",
  tooSoon: "操作が速すぎるようです。少し待ってからもう一度お試しください。",
};
