/**
 * The vocabulary of generated feeds: a shop's assortment in seven languages. Sentences are short, because a description
 * consists of as many as fit.
 *
 * @typedef {{things: string[], kinds: string[], looks: string[], sentences: string[]}} Words
 */

/** @type {Words} */
const english = {
  things: ["Rain Jacket", "Wool Blanket", "Canvas Tote", "Linen Shirt", "Deck Trousers", "Enamel Mug"],
  kinds: ["Clothing", "Outerwear", "Home, Kitchen & Table", "Bags", "Sale"],
  looks: ["navy", "olive", "sand", "charcoal", "off-white"],
  sentences: [
    "Made in small batches from certified organic cotton.",
    "Wash at 30 degrees, line dry, wear creased.",
    "Taped seams and a two-way zip keep the weather out.",
    'Fits a 13" laptop and a day of shopping.',
    "Cut straight, true to size.\nThe model wears M.",
    "Free returns within 60 days.",
    "Brushed on the inside, so it is warm from the first minute.",
  ],
};

/** @type {Words} */
const french = {
  things: ["Veste imperméable", "Couverture en laine mérinos", "Chemise légère", "Théière émaillée"],
  kinds: ["Vêtements", "Extérieur", "Maison, cuisine et table", "Été"],
  looks: ["bleu foncé", "brûlé", "crème", "doré"],
  sentences: [
    "Tissée à l'ancienne dans un atelier près de Saint-Étienne.",
    "Lavage à 30 °C, séchage à l'air libre.",
    'Modèle « Léa », coupe droite, 15" de large.',
    "Idéale pour les journées fraîches d'été.",
    "Fabriquée à partir de matières recyclées.",
  ],
};

/** @type {Words} */
const german = {
  things: ["Übergangsjacke", "Wolldecke für draußen", "Hemd mit Stehkragen", "Müslischüssel"],
  kinds: ["Bekleidung", "Jacken & Mäntel", "Küche", "Für Kinder"],
  looks: ["grün", "weiß", "hellgrau", "kürbisgelb"],
  sentences: [
    "Gefertigt in kleinen Stückzahlen aus geprüfter Baumwolle.",
    "Bei 30 °C waschen, nicht in den Trockner geben.",
    "Fällt größer aus.\nIm Zweifel eine Nummer kleiner wählen.",
    "Zwei aufgesetzte Taschen für Schlüssel und Börse.",
    "Rückgabe innerhalb von 60 Tagen möglich.",
  ],
};

/** @type {Words} */
const spanish = {
  things: ["Camisa de algodón", "Pantalón de niño", "Bolso pequeño", "Jersey de otoño"],
  kinds: ["Colección", "Niños", "Decoración, hogar y jardín", "Años 70"],
  looks: ["marrón", "añil", "azul marino", "café"],
  sentences: [
    "Confeccionada en un pequeño taller de Logroño.",
    "Lavar a 30 °C y secar al aire. ¡Sin lejía!",
    "Cómoda, ligera y fácil de combinar.",
    "Diseño clásico con botones de nácar.",
  ],
};

/** @type {Words} */
const greek = {
  things: ["Αδιάβροχο μπουφάν", "Μάλλινη κουβέρτα", "Λινό πουκάμισο", "Πάνινη τσάντα"],
  kinds: ["Ρούχα", "Για το σπίτι", "Τσάντες", "Προσφορές"],
  looks: ["μπλε", "λαδί", "εκρού", "μαύρο"],
  sentences: [
    "Ραμμένο στο χέρι, σε μικρές σειρές.",
    "Πλύσιμο στους 30 °C, στέγνωμα στη σκιά.",
    "Ίσια γραμμή, κανονικό μέγεθος.",
    "Δωρεάν επιστροφή έως 60 ημέρες.",
  ],
};

/** @type {Words} */
const russian = {
  things: ["Куртка от дождя", "Шерстяной плед", "Льняная рубашка", "Сумка из холста"],
  kinds: ["Одежда", "Для дома", "Сумки", "Скидки"],
  looks: ["синий", "оливковый", "песочный", "чёрный"],
  sentences: [
    "Сшито вручную небольшими партиями.",
    "Стирать при 30 °C, сушить на воздухе.",
    "Прямой крой, размер в размер.",
    "Возврат в течение 60 дней.",
  ],
};

/** @type {Words} */
const japanese = {
  things: ["レインジャケット", "ウールのひざ掛け", "麻のシャツ", "帆布トートバッグ"],
  kinds: ["衣類", "キッチン・食卓", "かばん", "セール"],
  looks: ["紺", "生成り", "墨色", "深緑"],
  sentences: [
    "国内の小さな工房で一点ずつ仕立てています。",
    "30度以下で手洗いし、陰干ししてください。",
    "ゆったりとした着心地です。",
    "60日以内の返品は無料です。🌿",
  ],
};

/** The languages of each charset. Each row of a feed is in one of them. */
export const LANGUAGES = {
  ascii: [english],
  latin1: [french, german, spanish],
  beyond: [greek, russian, japanese],
};

/** Emoji that shops put before a title to attract attention. */
export const EMOJI = ["✨ ", "🔥 ", "🎁 ", "♻️ "];
