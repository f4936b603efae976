/**
 * An element's words in a language: its texts by name with the author's in their place, plurals, and numbers, times and sizes as that language
 * writes them. Texts and values in, words out; it holds no text itself but the few that all elements share.
 */

/** A text, or one for each plural category of `n` in the language; `{name}` stands for a value.
 * @typedef {string | Partial<Record<Intl.LDMLPluralRule, string>>} Text */
/** @typedef {Record<string, Text>} Texts */

/** What all elements say alike. */
export const common = {
  B: "{n} B",
  kB: "{n} kB",
  MB: "{n} MB",
  GB: "{n} GB",
  ms: "{n} ms",
  s: "{n} s",
  min: "{n} min {s} s",
  percent: "{n} %",
  offlineRules: "offline rules",
  waiting: "Waiting for the engine.",
  status: "The request failed with status {n}.",
  noSample: "The sample could not be read (status {n}).",
};

const made = /** @type {Map<string, any>} */ (new Map());

/** A formatter of `Intl`, made once: that takes longer than to use it. @param {"NumberFormat" | "DateTimeFormat" | "PluralRules"} kind
 * @param {string} lang @param {object} [options] @returns {any} */
function formatter(kind, lang, options) {
  const key = kind + lang + JSON.stringify(options);
  let known = made.get(key);
  if (!known) made.set(key, (known = new /** @type {any} */ (Intl)[kind](lang, options)));
  return known;
}

/** A language as `Intl` takes it; English where it is none. @param {string} lang */
function known(lang) {
  try {
    return Intl.getCanonicalLocales(lang)[0] ?? "en";
  } catch {
    return "en";
  }
}

export class Words {
  /** @param {Texts} texts @param {Texts | null | undefined} strings of the author's @param {string} lang */
  constructor(texts, strings, lang) {
    this.texts = texts;
    this.strings = strings;
    this.lang = known(lang);
    /** The language as it was asked for. */
    this.asked = lang;
    // A day comes before its month, which plain English leaves open.
    this.days = this.lang === "en" ? "en-GB" : this.lang;
  }

  /** A text with its values: a string, or, where a value is a template, the pieces to draw. Numbers are written as the language has them; `n` chooses
   * the plural. @param {string} name @param {Record<string, any>} [values] @returns {any} */
  word(name, values = {}) {
    let said = this.strings?.[name] ?? this.texts[name] ?? name;
    if (typeof said !== "string")
      said = said[/** @type {"one"} */ (formatter("PluralRules", this.lang).select(values.n))] ?? said.other ?? name;
    const pieces = said.split(/\{(\w+)\}/).map((piece, at) => {
      if (at % 2 === 0) return piece;
      const value = piece in values ? values[piece] : `{${piece}}`;
      return typeof value === "number" ? this.number(value) : (value ?? "");
    });
    return pieces.every((one) => typeof one === "string") ? pieces.join("") : pieces;
  }

  /** @param {number} n @param {Intl.NumberFormatOptions} [options] @returns {string} */
  number(n, options) {
    return formatter("NumberFormat", this.lang, options).format(n);
  }

  /** @param {number} n @param {number} [least] digits that stand even where they are zeros */
  short(n, least = 0) {
    return this.number(n, { minimumFractionDigits: least, maximumFractionDigits: 1 });
  }

  /** A share of 1, with one digit where it tells something. @param {number} share */
  percent(share) {
    return this.word("percent", { n: this.short(share * 100) });
  }

  /** 1 000-based, as storage is sold and as the API's limits are not: exact bytes below 1 kB. @param {number} n */
  bytes(n) {
    if (n < 1000) return this.word("B", { n });
    const [unit, size] = n < 999_500 ? ["kB", n / 1e3] : n < 999_500_000 ? ["MB", n / 1e6] : ["GB", n / 1e9];
    return this.word(unit, { n: size < 10 ? this.short(size) : Math.round(size) });
  }

  /** @param {number} ms */
  duration(ms) {
    if (ms < 1000) return this.word("ms", { n: Math.round(ms) });
    if (ms < 59_950) return this.word("s", { n: this.short(ms / 1000, 1) });
    const seconds = Math.round(ms / 1000);
    return this.word("min", { n: Math.floor(seconds / 60), s: seconds % 60 });
  }

  /** A time of day for today, else the day too. @param {string | null | undefined} iso @param {Date} [now] @returns {string} */
  when(iso, now = new Date()) {
    if (!iso) return "";
    const time = new Date(iso);
    if (Number.isNaN(time.getTime())) return iso;
    const day = { day: "numeric", month: "short", year: "numeric" };
    const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit" };
    const today = time.toDateString() === now.toDateString();
    return this.date(time, today ? clock : { ...day, ...clock });
  }

  /** @param {Date} time @param {object} options @returns {string} */
  date(time, options) {
    return formatter("DateTimeFormat", this.days, options).format(time);
  }

  /** A sum of money; small sums keep two digits that count. @param {number} amount @param {string} [currency] */
  money(amount, currency = "USD") {
    const digits = amount > 0 && amount < 0.0995 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 2 };
    return this.number(amount, { style: "currency", currency, ...digits });
  }

  /** What a model is called on a badge: never a bare name that could be taken for a model that did not run.
   * @param {string | null | undefined} id @returns {string} */
  model(id) {
    return id === "dreamfs-offline" ? this.word("offlineRules") : (id ?? "");
  }
}

/** An error whose words an element can say in its language. @param {string} word a text's name
 * @param {Record<string, any>} [values] @param {Texts} [texts] where its English is */
export const told = (word, values = {}, texts = common) =>
  Object.assign(new Error(new Words(texts, null, "en").word(word, values)), { word, values });
