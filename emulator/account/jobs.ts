import type { ConsentJob } from "../state.ts";
import type { ConsentRequest } from "./consents.ts";
import { latestOf } from "./page.ts";
import type { Identifiers } from "./profiles.ts";

/** A profile of a job, and the consents to record for it. */
export interface JobProfile {
  readonly identifiers: Identifiers;
  readonly consents: readonly ConsentRequest[];
}

/** A consent job as it is requested. */
export interface JobRequest {
  readonly profiles: readonly JobProfile[];
  readonly listId: string | null;
  readonly customSource: string | null;
  readonly doubleOptIn: boolean;
  readonly historicalImport: boolean;
  /** Milliseconds from the request to the completion. For the first half of it the job is queued. */
  readonly duration: number;
}

interface JobRecord {
  readonly job: Omit<ConsentJob, "status">;
  readonly completesAt: number;
  status: ConsentJob["status"];
  /** Dropped once the job is complete. */
  profiles: readonly JobProfile[];
}

/** The consent jobs of an account: queued, processing, and complete. */
export class Jobs {
  readonly #jobs: JobRecord[] = [];
  /** The jobs that are not complete, by the time of their next change. */
  readonly #due = new Map<number, JobRecord[]>();
  #next: number | undefined;
  #open = 0;

  get count(): number {
    return this.#jobs.length;
  }

  /** Number of jobs that are not complete. */
  get openCount(): number {
    return this.#open;
  }

  /** When a job starts or completes next. */
  get next(): number | undefined {
    return this.#next;
  }

  add(
    { profiles, listId, customSource, doubleOptIn, historicalImport, duration }: JobRequest,
    at: number,
  ): void {
    const completesAt = at + duration;
    const job = {
      id: `job-${this.#jobs.length + 1}`,
      profiles: profiles.length,
      listId,
      customSource,
      doubleOptIn,
      historicalImport,
      at: new Date(at).toISOString(),
      completesAt: new Date(completesAt).toISOString(),
    };
    const record: JobRecord = { job, completesAt, status: "queued", profiles };
    this.#jobs.push(record);
    this.#open += 1;
    this.#plan(record, at + Math.floor(duration / 2));
  }

  /** Applies the changes that are due at {@link next}. Returns the profiles of the jobs that complete then. */
  advance(): JobProfile[] {
    const at = this.#next;
    if (at === undefined) return [];
    const due = this.#due.get(at) ?? [];
    this.#due.delete(at);
    this.#next = earliest(this.#due.keys());
    return due.flatMap((record) => this.#change(record));
  }

  list(): ConsentJob[] {
    return this.#jobs.map(toJob);
  }

  /** A page of the jobs, latest first. */
  latest(offset: number, limit: number): ConsentJob[] {
    return latestOf(this.#jobs, offset, limit).map(toJob);
  }

  #change(record: JobRecord): readonly JobProfile[] {
    if (record.status === "queued") {
      record.status = "processing";
      this.#plan(record, record.completesAt);
      return [];
    }
    const { profiles } = record;
    record.status = "complete";
    record.profiles = [];
    this.#open -= 1;
    return profiles;
  }

  #plan(record: JobRecord, at: number): void {
    const due = this.#due.get(at);
    if (due) due.push(record);
    else this.#due.set(at, [record]);
    if (this.#next === undefined || at < this.#next) this.#next = at;
  }
}

function toJob({ job, status }: JobRecord): ConsentJob {
  return { ...job, status };
}

function earliest(times: Iterable<number>): number | undefined {
  let first: number | undefined;
  for (const at of times) if (first === undefined || at < first) first = at;
  return first;
}
