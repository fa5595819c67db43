/**
 * A deliberately simple model of syncs, settings, the flow and waiting lists. Time passes minute by minute, and every list is
 * an array. The model is slow and shares no code with the emulator.
 */
export class Model {
  minute = 0;
  nextSync = 360;
  /** The feed: quantities by id, `null` if unusable. */
  feed;
  /** The quantities at the last sync: { quantity, isLow } by id. */
  known = new Map();
  settings = { minimumInventory: 1, customersPerUnit: 1, waitMinutes: 60, messageStatus: "live" };
  people = [];
  events = [];
  waiting = [];
  messages = [];
  /** Waits between batches, in the order in which they started: { id, until }. */
  waits = [];

  constructor(feed, jobMinutes) {
    this.feed = feed;
    this.jobMinutes = jobMinutes;
    this.sync();
  }

  /** The person with any of these identifiers. Several are merged into the oldest. */
  person({ email, phone }) {
    const matches = this.people.filter(
      ({ emails, phones }) => emails.includes(email) || phones.includes(phone),
    );
    const [person, ...others] = matches;
    if (!person) {
      const serial = 1 + Math.max(0, ...this.people.map((one) => one.serial), ...this.gone);
      const made = { serial, emails: [email].filter(Boolean), phones: [phone].filter(Boolean), consents: [] };
      this.people.push(made);
      return made;
    }
    for (const other of others) this.absorb(person, other);
    if (email && !person.emails.includes(email)) person.emails.push(email);
    if (phone && !person.phones.includes(phone)) person.phones.push(phone);
    return person;
  }

  gone = [];

  absorb(person, other) {
    this.gone.push(other.serial);
    this.people.splice(this.people.indexOf(other), 1);
    person.emails.push(...other.emails);
    person.phones.push(...other.phones);
    person.consents.push(...other.consents);
    for (const list of [this.events, this.waiting, this.messages]) {
      for (const entry of list) if (entry.person === other) entry.person = person;
    }
    this.waiting = this.waiting.filter(
      (entry, index, all) =>
        index === all.findIndex((one) => one.person === entry.person && one.id === entry.id),
    );
  }

  /** Subscribes; returns whether it is accepted. */
  subscribe(who, id, channels) {
    if (!this.known.has(id)) return false;
    const person = this.person(who);
    if (this.waiting.some((entry) => entry.person === person && entry.id === id)) return true;
    const entry = { person, id, channels, minute: this.minute };
    this.events.push({ ...entry });
    if (this.settings.messageStatus !== "draft") this.waiting.push(entry);
    return true;
  }

  /** Consent jobs that are not complete: { minute, who, list }. */
  jobs = [];
  changes = 0;

  /** Records consent, but only for an identifier that was sent. The list D has double opt-in. */
  consent(who, list = "S") {
    const person = this.person(who);
    if (!who.phone) return;
    const isRepeated = person.consents.some(
      (known) => known.list === list && known.status !== "no" && this.minute < known.minute + 30,
    );
    if (isRepeated) return;
    const status = list === "D" ? "pending" : "yes";
    person.consents.push({ list, status, minute: this.minute, change: ++this.changes });
  }

  /** A job of a server records the consent minutes later. */
  job(who, list) {
    this.jobs.push({ minute: this.minute + this.jobMinutes, who, list });
    this.completeJobs();
  }

  completeJobs() {
    const due = this.jobs.filter(({ minute }) => minute <= this.minute);
    this.jobs = this.jobs.filter(({ minute }) => minute > this.minute);
    for (const { who, list } of due) this.consent(who, list);
  }

  /** Answers or withdraws the consents of a phone number; returns whether somebody has it. */
  decide(phone, answer) {
    const person = this.people.find(({ phones }) => phones.includes(phone));
    if (!person) return false;
    const asked = person.consents.filter(({ status }) => answer === "no" || status === "pending");
    for (const consent of asked) Object.assign(consent, { status: answer, change: ++this.changes });
    if (answer === "no" && person.consents.length === 0) {
      person.consents.push({ list: null, status: "no", minute: this.minute, change: ++this.changes });
    }
    return true;
  }

  /** Whether the last decision of somebody was a yes. */
  hasConsent({ consents }) {
    const decided = consents.filter(({ status }) => status !== "pending");
    return decided.sort((one, other) => other.change - one.change)[0]?.status === "yes";
  }

  /** Changes settings; returns whether that is allowed. */
  configure(settings) {
    if (this.events.length === 0 && Object.keys(settings).some((name) => name !== "messageStatus"))
      return false;
    Object.assign(this.settings, settings);
    return true;
  }

  send() {
    for (const message of this.messages) if (message.status === "ready") message.status = "sent";
  }

  sync() {
    this.nextSync = this.minute + 360;
    for (const id of [...this.known.keys()]) {
      if (this.feed.has(id)) continue;
      this.known.delete(id);
      this.waits = this.waits.filter((wait) => wait.id !== id);
    }
    const back = [];
    // Known variants come first, in the order in which they appeared.
    for (const id of [...this.known.keys(), ...[...this.feed.keys()].filter((one) => !this.known.has(one))]) {
      const quantity = this.feed.get(id);
      const before = this.known.get(id);
      if (quantity === null) {
        this.known.set(id, { quantity, isLow: before?.isLow ?? false });
        continue;
      }
      const isLow = quantity < this.settings.minimumInventory;
      if (before?.isLow && !isLow) back.push(id);
      this.known.set(id, { quantity, isLow });
    }
    for (const id of back) if (!this.waits.some((wait) => wait.id === id)) this.batch(id);
    this.endWaits();
  }

  batch(id) {
    const { messageStatus, customersPerUnit, waitMinutes } = this.settings;
    if (messageStatus === "draft") return;
    const most = Math.floor(this.known.get(id).quantity) * customersPerUnit;
    const batch = this.waiting.filter((entry) => entry.id === id).slice(0, most);
    if (batch.length === 0) return;
    this.waiting = this.waiting.filter((entry) => !batch.includes(entry));
    for (const { person, channels } of batch) {
      for (const channel of channels) this.messages.push(this.message(person, id, channel));
    }
    this.waits.push({ id, until: this.minute + waitMinutes });
  }

  message(person, id, channel) {
    const to = (channel === "EMAIL" ? person.emails[0] : person.phones[0]) ?? null;
    const refused = to === null || (channel === "SMS" && !this.hasConsent(person));
    const status = refused ? "skipped" : this.settings.messageStatus === "manual" ? "ready" : "sent";
    return { person, id, channel, to, status, minute: this.minute };
  }

  endWaits() {
    for (;;) {
      const index = this.waits.findIndex((wait) => wait.until <= this.minute);
      if (index < 0) return;
      const [{ id }] = this.waits.splice(index, 1);
      const { quantity } = this.known.get(id);
      if (quantity !== null && quantity >= this.settings.minimumInventory) this.batch(id);
    }
  }

  advance(minutes) {
    for (let passed = 0; passed < minutes; passed += 1) {
      this.minute += 1;
      this.completeJobs();
      if (this.minute === this.nextSync) this.sync();
      else this.endWaits();
    }
  }

  /** The visible state, as plain data. */
  shown() {
    const name = (person) => `profile-${person.serial}`;
    return {
      minute: this.minute,
      catalog: [...this.known].map(([id, { quantity }]) => `${id}=${quantity}`),
      waiting: this.waiting.map(({ person, id, channels, minute }) =>
        [name(person), id, channels.join("+"), minute].join(" "),
      ),
      events: this.events.map(({ person, id, minute }) => `${name(person)} ${id} ${minute}`),
      messages: this.messages.map(({ person, id, channel, to, status, minute }) =>
        [name(person), id, channel, to, status, minute].join(" "),
      ),
    };
  }
}
