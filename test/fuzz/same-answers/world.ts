import type { Player } from '../../support/launch-stage.ts'
import { randomFrom } from '../seed.ts'
import { timeOfTurn } from './turns.ts'
import type { Answer, Request } from './two-servers.ts'

/** A request, and what is learned from the first server's answer to it for those that come later. */
export interface Step {
  readonly request: Request
  readonly learn?: (answer: Answer) => void
}

/** Draws, all from one number. */
export class Chance {
  readonly #next: () => number

  constructor(seed: number) {
    this.#next = randomFrom(seed)
  }

  /** From 0 to `size` - 1. */
  below = (size: number): number => Math.floor(this.#next() * size)

  pick = <Item>(items: readonly Item[]): Item => items[this.below(items.length)]!

  /** As `pick`, with the latest the more frequent. */
  pickLate = <Item>(items: readonly Item[]): Item =>
    items[items.length - 1 - Math.floor(this.#next() ** 2 * items.length)]!

  /** True that often, of 1. */
  often = (share: number): boolean => this.#next() < share

  uuid(): string {
    const digits = Array.from({ length: 32 }, () => this.below(16).toString(16)).join('')
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-9${digits.slice(17, 20)}-${digits.slice(20)}`
  }
}

export interface Sent {
  readonly id: string
  readonly statement: Readonly<Record<string, unknown>>
}

/** A course that somebody is in. */
export interface Playing {
  readonly player: Player
  readonly registration: string
}

/** What was learned so far, in the words of the first server. */
export class World {
  readonly chance: Chance
  turn = 0
  /** Statements that were taken. */
  readonly sent: Sent[] = []
  /** Moments of statements. */
  readonly moments: string[] = []
  /** Positions that the feed gave. */
  readonly positions: string[] = []
  /** Paths to next pages that nobody has followed yet. */
  readonly more: string[] = []
  /** Hashes of files that came with statements, with the statement. */
  readonly files: { readonly id: string; readonly sha2: string }[] = []
  /** ETags by the path of the document. */
  readonly documents = new Map<string, string | undefined>()
  readonly packages: string[] = []
  readonly learners: string[] = []
  readonly registrations: string[] = []
  readonly classes: string[] = []
  readonly imports: string[] = []
  readonly tickets: { readonly ticket: string; readonly registration: string }[] = []
  readonly playing: Playing[] = []
  readonly sessions: { readonly registration: string; readonly session: string }[] = []
  readonly questions: { readonly package: string; readonly question: string }[] = []
  /** Steps that have to come next. */
  readonly due: Step[] = []

  constructor(seed: number) {
    this.chance = new Chance(seed)
  }

  now(): Date {
    return new Date(timeOfTurn(this.turn))
  }

  /** A recent time, from which on there are a few hundred statements at most. */
  recent(): string {
    const turn = this.turn - this.chance.below(150)
    return new Date(timeOfTurn(Math.max(0, turn)) - 300).toISOString()
  }

  /** A time that both servers put between the same statements: a moment of one of them, or between two turns. */
  time(): string {
    const { chance } = this
    if (this.moments.length > 0 && chance.often(0.6)) return chance.pickLate(this.moments)
    const turn = Math.max(0, this.turn - chance.below(Math.min(200, this.turn + 1)))
    return new Date(timeOfTurn(turn) - 300).toISOString()
  }
}

/** The latest only: a run of many thousand requests must not ask about its beginning most of the time. */
export function note<Item>(items: Item[], item: Item, most = 400): void {
  items.push(item)
  if (items.length > most) items.shift()
}

export const isJson = ({ headers }: Answer): boolean =>
  headers['content-type']?.startsWith('application/json') ?? false

// biome-ignore lint/suspicious/noExplicitAny: answers of every kind, looked into for what they name.
export const jsonOf = (answer: Answer): any =>
  isJson(answer) ? JSON.parse(answer.body.toString() || 'null') : undefined

export const jsonBody = (body: unknown) => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** A path with parameters; those that are undefined are left out. */
export function pathWith(
  path: string,
  parameters: Readonly<Record<string, string | number | boolean | undefined>>,
): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined)
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
  return given.length === 0 ? path : `${path}?${query}`
}
