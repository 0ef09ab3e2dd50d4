import type { ActivityDefinition } from './statement.ts'

/** Position in the store: microseconds since 1970-01-01T00:00Z, strictly increasing and unique. `stored` is derived from it. */
export type Seq = number

/** What a statement can be found by. Agents and activities are canonical texts made by `index-keys.ts`. */
export interface IndexKeys {
  /** Actor or Object: agents, identified groups, members of groups. */
  readonly agents: readonly string[]
  /** Every agent in actor, object, authority, context and SubStatement (the `related_agents` rule); includes `agents`. */
  readonly relatedAgents: readonly string[]
  /** Object. */
  readonly activities: readonly string[]
  /** Object, context activities, SubStatement (the `related_activities` rule); includes `activities`. */
  readonly relatedActivities: readonly string[]
  readonly verb: string
  readonly registration?: string
  /** The id of the statement that this one's object refers to, lower case. */
  readonly refersTo?: string
  /** The authority's canonical text: serves `statements/read/mine`. */
  readonly authority: string
}

/** A statement ready to be stored. */
export interface PreparedStatement {
  /** Lower-case UUID. */
  readonly id: string
  /**
   * The complete statement object as JSON text, authority and version included, but without `stored`, which the store adds
   * at its end, and without `timestamp` where `needsTimestamp`.
   */
  readonly json: string
  /** True if the sender gave no `timestamp`: the store adds one, equal to `stored` [xAPI-Data 2.4.7]. */
  readonly needsTimestamp: boolean
  /** SHA-256 over what xAPI-Data 2.3.1 counts for equality, lower-case hexadecimal. */
  readonly equality: string
  readonly keys: IndexKeys
  /** True if the verb is `http://adlnet.gov/expapi/verbs/voided` and the object a StatementRef. */
  readonly isVoiding: boolean
  /** What it says of activities, in its order; empty where the sender may not define. */
  readonly definitions?: readonly LearnedDefinition[]
  /** Names that it gives to agents; empty where the sender may not define. */
  readonly names?: readonly LearnedName[]
  /** The files that came with it. */
  readonly files?: readonly AttachmentFile[]
}

export interface LearnedDefinition {
  /** IRI. */
  readonly activity: string
  readonly definition: ActivityDefinition
}

export interface LearnedName {
  /** Canonical text of the agent or identified group. */
  readonly agent: string
  readonly name: string
}

/** What is said of a file that travelled with a statement [xAPI-Data 2.4.11]. */
export interface AttachmentEntry {
  /** SHA-2 of the content, hexadecimal, as the statement spells it. */
  readonly sha2: string
  /** The `contentType` of the attachment. */
  readonly contentType: string
}

export interface AttachmentFile extends AttachmentEntry {
  readonly content: Buffer
}

export interface StoredStatement {
  readonly seq: Seq
  readonly id: string
  /** Complete JSON text as UTF-8 bytes: what the sender wrote plus id, stored, timestamp, authority, version. */
  readonly json: Buffer
}

export interface StatementFilter {
  readonly agent?: string
  readonly relatedAgents?: boolean
  readonly activity?: string
  readonly relatedActivities?: boolean
  readonly verb?: string
  readonly registration?: string
  readonly authority?: string
  /** Exclusive lower bound. */
  readonly since?: Seq
  /** Inclusive upper bound. */
  readonly until?: Seq
  readonly ascending?: boolean
  readonly within?: RowKeys
}

/** What a reader is limited to: a statement must have one key at least of each list given here; 1 to 20 keys a list. */
export interface RowKeys {
  /** By the `related_activities` rule. */
  readonly activities?: readonly string[]
  /** Actor or object. */
  readonly agents?: readonly string[]
  readonly registrations?: readonly string[]
}

export interface StatementReader {
  /**
   * Newest first unless `ascending`; voided statements are left out. `cursor` in the answer is the seq to go on from
   * (exclusive) and is absent when nothing follows. A page that gets too large to hold in memory ends before its limit.
   */
  queryStatements(
    filter: StatementFilter,
    page: { limit: number; from?: Seq },
  ): Promise<StatementPage>
  /**
   * @param voided true finds only a voided statement, false only one that is not.
   * @param within finds only a statement that has, of each list, one key, its own or one that it inherited.
   */
  findStatement(id: string, voided: boolean, within?: RowKeys): Promise<StoredStatement | undefined>
  /**
   * The statements whose object refers to this one, voiding and voided ones too, the oldest first, whether or not it has
   * arrived itself.
   */
  listReferrers(id: string, limit: number, within?: RowKeys): Promise<readonly StoredStatement[]>
  /** Every statement with a seq up to this one is readable now and none will be added below it. */
  consistentThrough(): Promise<Seq>
  /** The files that came with these statements, each once by its content: in the order of the statements, of one by their hashes. */
  listAttachments(statements: readonly Seq[]): Promise<readonly AttachmentEntry[]>
  /** @param sha2 in whatever case. */
  readAttachment(sha2: string): Promise<Buffer | undefined>
}

export interface StatementPage {
  readonly items: readonly StoredStatement[]
  readonly cursor?: Seq
}

export interface StatementWriter {
  /**
   * Stores the statements in order and in full, or throws. A statement whose id is stored with the same `equality` changes
   * nothing; with another, the whole batch fails with Problem `statement-conflict`.
   *
   * Voiding works in any order of arrival, and a statement that refers to another is found by that one's keys, however
   * long the chain and whichever came first (xAPI-Communication 2.1.3, the StatementRef rule).
   *
   * The definitions and names of new statements are taken into what the Activities and Agents Resources answer with, and
   * their files are kept, each content once.
   * @returns those that were new, in order, as stored.
   */
  insertStatements(statements: readonly PreparedStatement[]): Promise<readonly StoredStatement[]>
}
