import type { KeptEvidence } from '../../registrations/evidence/evidence.ts'
import type { Completion, Standard, Success } from '../../runtime/index.ts'
import { collection } from './collection.ts'

/**
 * The collections that more than one slice's part reads: organisations, people, classes, packages and registrations. What a
 * list is narrowed by stands on the rows that it lists, so that it is one query in the order of one index; whoever changes
 * where that comes from changes the copies in the same transaction (reach.ts names them).
 */

export interface OrganisationRow {
  _id: string
  code: string
  codeFold: string
  name: string
  parent?: string | undefined
  createdAt: Date
}

export const organisations = collection<OrganisationRow>('organisations', [
  { keys: { codeFold: 1 }, isUnique: true },
  { keys: { parent: 1 } },
])

export interface PersonRow {
  _id: string
  name: string
  code?: string | undefined
  codeFold?: string | undefined
  email?: string | undefined
  organisation?: string | undefined
  /** Folded words of name, code and email, each after one space. */
  searchText: string
  sortKey: string
  createdAt: Date
  /** Classes that the learner is in. */
  classes: readonly string[]
  /** Packages on which the learner has a registration that is no trial. */
  packages: readonly string[]
  /** Written with each registration, and when a class gets other packages: of two of these one sees the other. */
  changes?: number | undefined
}

export const people = collection<PersonRow>('people', [
  { keys: { sortKey: 1, _id: 1 } },
  { keys: { codeFold: 1 }, isUnique: true, isSparse: true },
  { keys: { organisation: 1, sortKey: 1, _id: 1 } },
  { keys: { classes: 1, sortKey: 1, _id: 1 } },
  { keys: { packages: 1, sortKey: 1, _id: 1 } },
])

export interface ClassRow {
  _id: string
  code: string
  codeFold: string
  name: string
  startsOn?: string | undefined
  endsOn?: string | undefined
  organisation?: string | undefined
  packages: readonly string[]
  searchText: string
  createdAt: Date
  /** How many learners are in it. */
  learners: number
}

export const classes = collection<ClassRow>('classes', [
  { keys: { codeFold: 1 }, isUnique: true },
  { keys: { createdAt: -1, _id: -1 } },
  { keys: { organisation: 1 } },
  { keys: { packages: 1 } },
])

export interface PackageRow {
  _id: string
  title: string
  titleFolded: string
  /** Who uploaded the first version: an account, a credential or a word. */
  uploadedBy: string
  createdAt: Date
  /** When the current version was imported. */
  updatedAt: Date
  /** How many there are. */
  versions: number
  /** Of all versions together. */
  contentBytes: number
  /** What lists show of the current version; absent before there is one. */
  current?: {
    id: string
    number: number
    standard: Standard
    edition: string
    verdict: 'ok' | 'warnings'
    warnings: number
    contentBytes: number
  }
}

export const packages = collection<PackageRow>('packages', [
  { keys: { updatedAt: -1, _id: -1 } },
  { keys: { uploadedBy: 1 } },
])

/** Figures of progress, with the times as dates. */
export interface FiguresRow {
  completion: Completion
  success: Success
  score?: { scaled: number; raw?: number; min?: number; max?: number } | undefined
  progress: number
  centiseconds: number
  attempts: number
  firstActivityAt?: Date | undefined
  lastActivityAt?: Date | undefined
}

export interface RegistrationRow extends FiguresRow {
  _id: string
  learner: string
  trialName?: string | undefined
  package: string
  version: string
  isTrial: boolean
  createdAt: Date
  /** The last activity, or the creation before there is any: what lists are ordered by. */
  activeAt: Date
  counted: number
  /** Absent until it is judged. */
  evidence?: KeptEvidence | undefined
  /** Grows with its attestations. */
  judged?: number | undefined
  /** Home of the learner; of a trial there is none. */
  organisation?: string | undefined
  /** Classes that the learner is in and that have the package. */
  classes: readonly string[]
  /** `learner version` of what is no trial: a learner has one registration on a version. */
  once?: string | undefined
  /** There is an attempt after the first. */
  isRepeated?: boolean | undefined
  /** Moves to another version that have looked at it. */
  moves?: readonly string[] | undefined
}

export const registrations = collection<RegistrationRow>('registrations', [
  { keys: { once: 1 }, isUnique: true, isSparse: true },
  { keys: { isTrial: 1, activeAt: -1, _id: -1 } },
  { keys: { learner: 1, isTrial: 1, activeAt: -1, _id: -1 } },
  { keys: { package: 1, isTrial: 1, activeAt: -1, _id: -1 } },
  { keys: { package: 1, isTrial: 1, completion: 1, activeAt: -1, _id: -1 } },
  { keys: { package: 1, isTrial: 1, success: 1, activeAt: -1, _id: -1 } },
  { keys: { package: 1, isTrial: 1, evidence: 1, activeAt: -1, _id: -1 } },
  { keys: { evidence: 1, isTrial: 1, activeAt: -1, _id: -1 } },
  { keys: { package: 1, isTrial: 1, version: 1, _id: 1 } },
  { keys: { organisation: 1, isTrial: 1, activeAt: -1, _id: -1 } },
  { keys: { classes: 1, isTrial: 1, activeAt: -1, _id: -1 } },
])

export const sharedCollections = [organisations, people, classes, packages, registrations]
