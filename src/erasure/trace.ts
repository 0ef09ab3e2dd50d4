import { createHash } from 'node:crypto'
import { type Actor, agentKey } from '../xapi/index.ts'
import type { Identity } from './identity.ts'

/** Shorter codes and account names are words like others: they count only where they stand in their own place. */
const tellingLengthMin = 4

/** Finds somebody in what is stored, and puts a pseudonym in their place. Pure. */
export class Trace {
  readonly identity: Identity
  readonly #agents: ReadonlySet<string>
  readonly #identifiers: Words
  readonly #names: Words

  constructor(identity: Identity) {
    this.identity = identity
    this.#agents = new Set(identity.agents.map((key) => key.toLowerCase()))
    this.#identifiers = new Words(identifiersOf(identity))
    this.#names = new Words(identity.names.filter((name) => name.includes(' ')))
  }

  /** Whether an actor is the subject: whatever the case of the identifier, since addresses are typed by hand. */
  isSubject(actor: Actor): boolean {
    if (actor === null || typeof actor !== 'object') return false
    try {
      const key = agentKey(actor)
      return key !== undefined && this.#agents.has(key.toLowerCase())
    } catch {
      return false
    }
  }

  /** Whether one of the identifiers stands in a text. */
  mentions(text: string): boolean {
    return this.#identifiers.standIn(text)
  }

  /** Whether one of the names stands in a text. */
  names(text: string): boolean {
    return this.#names.standIn(text)
  }

  /** Whether the text is about the subject: by an identifier, or by a name that nobody else has. */
  isIn(text: string): boolean {
    return this.mentions(text) || (this.identity.hasNamesAlone && this.names(text))
  }

  /** The text with the pseudonym in the place of each identifier and, in what is known to be about the subject, each name. */
  scrub(text: string, pseudonym: string): string {
    return this.#names.replaceIn(this.#identifiers.replaceIn(text, pseudonym), pseudonym)
  }

  /** As bytes that a file must not contain; every spelling by itself. */
  spellings(): string[] {
    return [...this.#identifiers.words, ...(this.identity.hasNamesAlone ? this.#names.words : [])]
  }
}

function identifiersOf({ ids, agents, emails, codes }: Identity): string[] {
  const found = [...ids, ...emails]
  for (const key of agents) {
    const [kind, rest] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)]
    if (kind !== 'account') found.push(rest)
    else found.push(rest.slice(rest.indexOf('|') + 1))
    if (kind === 'mailto') found.push(digestOf(rest))
  }
  found.push(...codes, ...emails.map(digestOf))
  return [...new Set(found)].filter((word) => word.length >= tellingLengthMin)
}

/** `mbox_sha1sum` of an address. */
export const digestOf = (address: string): string =>
  createHash('sha1').update(`mailto:${address}`).digest('hex')

/** Words that are looked for as wholes: `an@school.vn` is not in `lan@school.vn`, `Văn An` not in `Văn Anh`. */
class Words {
  readonly words: readonly string[]
  readonly #folded: readonly string[]
  readonly #pattern: RegExp | undefined

  constructor(words: readonly string[]) {
    this.words = [...new Set(words.flatMap(spellingsOf))].sort((a, b) => b.length - a.length)
    this.#folded = this.words.map((word) => word.toLowerCase())
    this.#pattern =
      this.words.length === 0 ? undefined : new RegExp(this.words.map(patternOf).join('|'), 'giu')
  }

  standIn(text: string): boolean {
    if (!this.#pattern || !this.#mayStandIn(text)) return false
    this.#pattern.lastIndex = 0
    return this.#pattern.test(text)
  }

  replaceIn(text: string, by: string): string {
    return this.#pattern && this.#mayStandIn(text) ? text.replace(this.#pattern, by) : text
  }

  /** A plain search first: it takes a tenth of the time, and almost every text has nothing. */
  #mayStandIn(text: string): boolean {
    const folded = text.toLowerCase()
    return this.#folded.some((word) => folded.includes(word))
  }
}

/** A word as a whole. What follows an escape of a URL begins a word, too: `mailto%3Aan%40school.vn`. */
function patternOf(word: string): string {
  const plain = word.replaceAll(/[$()*+./?[\\\]^{|}]/g, '\\$&')
  const [before, behind] = /@|%40/.test(word)
    ? ['[\\p{L}\\p{N}._+-]', '[\\p{L}\\p{N}]|[.-][\\p{L}\\p{N}]']
    : ['[\\p{L}\\p{N}]', '[\\p{L}\\p{N}]']
  return `(?:(?<=%[0-9a-f]{2})|(?<!${before}))${plain}(?!${behind})`
}

/** Both normal forms, and that of URLs. */
const spellingsOf = (word: string): string[] => {
  const forms = [word, word.normalize('NFC'), word.normalize('NFD')]
  return [...forms, ...forms.map((form) => encodeURIComponent(form.toWellFormed()))]
}
