import type { AuditWriter } from '../audit/index.ts'
import type { Page, PageRequest } from '../base/page.ts'
import type { Transactor } from '../base/transactor.ts'
import type { CohortReader } from '../cohorts/index.ts'
import type { FeedReader } from '../feeds/index.ts'
import type { PeopleReader } from '../people/index.ts'
import type { RegistrationWriter } from '../registrations/index.ts'
import type { IndexKeys, Seq, StatementReader, StoredStatement } from '../xapi/index.ts'
import type { Erasure, LegalHold } from './erasure.ts'

/**
 * Where else than in statements somebody can stand. `request` is deleted where it is about the subject, the others are
 * rewritten: of `audit` who, about what, from where and the details; of `document` only those that are text; of `version` (of a
 * package), `move` (to another version), `grant`, `credential` and `destination` who made them, too.
 */
export const textPlaces = [
  'audit',
  'request',
  'import',
  'rejection',
  'definition',
  'document',
  'destination',
  'delivery',
  'credential',
  'attestation',
  'version',
  'move',
  'grant',
  'hold',
  'erasure',
] as const

export type TextPlace = (typeof textPlaces)[number]

/** A text, and where in its place it is. */
export interface PlacedText {
  readonly at: string
  /** JSON, save for requests and documents. */
  readonly text: string
}

/** What a learner left besides statements and texts. */
export interface PersonTraces {
  readonly registrations: readonly string[]
  readonly attempts: number
  readonly sessions: number
  readonly logLines: number
  readonly answers: number
  readonly launchLinks: number
  readonly classes: readonly string[]
}

/** An account to sign in with. */
export interface TracedAccount {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly isLastAdministrator: boolean
}

/** What is kept of persons and agents. */
export interface TracedPeopleReader {
  /** Canonical texts of all agents that anything is kept of, some at a time. */
  scanAgents(after: string, limit: number): Promise<ScanPage<string>>
  /** Names that statements gave to these agents. */
  agentNames(agents: readonly string[]): Promise<readonly string[]>
  /** Whether somebody else has this name: another person, or an agent that is none of these. */
  isNameShared(name: string, besides: NameOwners): Promise<boolean>
  accountsOf(person: string): Promise<readonly TracedAccount[]>
  /** @param learners ids of a person and of their accounts: those are who try-outs belong to. */
  personTraces(learners: readonly string[]): Promise<PersonTraces>
  countDocuments(agents: readonly string[]): Promise<number>
  /** Whether an import waits or runs. */
  isImporting(): Promise<boolean>
}

export interface ErasureReader extends TracedPeopleReader {
  findErasure(id: string): Promise<Erasure | undefined>
  /** The newest first. */
  listErasures(page: PageRequest): Promise<Page<Erasure>>
  /** The oldest that is not done. */
  nextErasure(): Promise<Erasure | undefined>
  listHolds(): Promise<readonly LegalHold[]>
  /** Those that are about this person, or a class in which they are. */
  holdsOn(person: string): Promise<readonly LegalHold[]>
  /** Every statement, voided ones too, in order; the last position of the page stands beside it. */
  scanStatements(after: string, limit: number): Promise<ScanPage<StoredStatement>>
  scanTexts(place: TextPlace, after: string, limit: number): Promise<ScanPage<PlacedText>>
}

export interface NameOwners {
  readonly person?: string
  readonly agents: readonly string[]
}

/** What is next, and where it ends: `after` of the page behind. Empty at the beginning; without an end nothing follows. */
export interface ScanPage<Item> {
  readonly items: readonly Item[]
  readonly end?: string
}

/** A statement without the subject. */
export interface RewrittenStatement {
  /** Complete text. */
  readonly json: string
  /** As `equalityOf` makes it. */
  readonly equality: string
  readonly keys: IndexKeys
  /** Hashes of files that it loses, as spelled in the statement. */
  readonly lostFiles: readonly string[]
}

export interface ErasureWriter
  extends AuditWriter,
    Pick<RegistrationWriter, 'findRegistration' | 'addToSummary'> {
  insertErasure(erasure: Erasure): Promise<void>
  /**
   * Writes how far it is, if it still stands where it stood `before`.
   * @returns false where another process has gone on with it: nothing is written, and the transaction should fail
   */
  saveErasure(erasure: Erasure, before: Pick<Erasure, 'step' | 'position'>): Promise<boolean>
  insertHold(hold: LegalHold): Promise<void>
  /** @returns the hold that was lifted. */
  deleteHold(id: string): Promise<LegalHold | undefined>
  /** With its attempts, sessions, logs, answers, links and evidence. */
  forgetRegistration(erasure: string, id: string): Promise<void>
  forgetPerson(id: string): Promise<void>
  /** With its sessions, roles, links, factors and identities. */
  forgetAccount(id: string): Promise<void>
  /** Their documents and learned names. @returns how many documents. */
  forgetAgents(agents: readonly string[]): Promise<number>
  /**
   * Puts a statement's new text in the place of the one that it had, at the same position, with what it is found by; who refers
   * to it is found by that, too. What nothing may need any more is noted for `dropLeftovers`.
   */
  rewriteStatement(erasure: string, seq: Seq, rewritten: RewrittenStatement): Promise<void>
  /**
   * Puts another text in the place of the one that is there now, if there is one still.
   * @param change makes it; undefined deletes what is there
   */
  changeText(
    place: TextPlace,
    at: string,
    change: (text: string) => string | undefined,
  ): Promise<void>
  /** Strikes off the leftovers those that the next statements use. @returns where it ended; undefined at the end. */
  spareUsed(erasure: string, after: string, limit: number): Promise<string | undefined>
  /** Deletes what was noted and nothing uses: dictionary, parts, files, responses. Only after the last `spareUsed`. */
  dropLeftovers(erasure: string): Promise<void>
}

/** What an engine offers for erasures. */
export interface ErasureStore extends ErasureReader, Transactor<ErasureWriter> {
  /** Empties the write-ahead log, which still holds what was overwritten. @returns false while somebody reads from it. */
  emptyLog(): Promise<boolean>
  /** Writes the whole database anew, so that no page holds more than it should. */
  rebuild(): Promise<void>
  /**
   * Looks for words in what the engine keeps outside of the data folder, some at a time from `after` on (empty at the beginning).
   * Absent where all of it is in files of that folder.
   */
  searchKept?(words: readonly string[], after: string): Promise<KeptSearch>
}

/** A part of a search through what is kept. */
export interface KeptSearch {
  /** How many places (collections, tables) were looked through to their end. */
  readonly searched: number
  /** In how many of these places something was found. */
  readonly hits: number
  /** Where to go on; absent at the end. */
  readonly end?: string
}

/** All that this slice reads and writes. */
export type ErasingStore = ErasureStore &
  Pick<PeopleReader, 'findPerson'> &
  Pick<CohortReader, 'findClass'> &
  Pick<FeedReader, 'listDestinations'> &
  Pick<StatementReader, 'listAttachments' | 'readAttachment' | 'consistentThrough'>
