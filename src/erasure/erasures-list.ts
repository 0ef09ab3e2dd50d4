import { createHmac, hkdfSync } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { OperatorError } from '../base/operator-error.ts'
import type { SecretBox } from '../base/secret-box.ts'
import type { Erasure, LegalBasis } from './erasure.ts'
import type { Identity } from './identity.ts'
import type { ErasingStore } from './store.ts'

/**
 * Acts of erasure as they are kept beside the database, one JSON line each, so that they can be carried out again on an old
 * backup. A line names nobody: identifiers are HMACs with a key that is derived from the installation's.
 */
export interface ListedErasure {
  readonly v: 1
  /** Which installation's: the HMAC of nothing. */
  readonly key: string
  readonly erasure: string
  readonly at: string
  readonly basis: LegalBasis
  readonly pseudonym: string
  readonly isLinked: boolean
  /** Ids of the learner and of their accounts, as this server made them. */
  readonly ids: readonly string[]
  readonly hashes: readonly string[]
}

export const listName = 'erasures.ndjson'

/** Hashes identifiers, whatever their case. */
export type IdentifierHash = (identifier: string) => string

export function identifierHash(signingKey: Buffer): IdentifierHash {
  const key = Buffer.from(hkdfSync('sha256', signingKey, '', 'hocba list of erasures', 32))
  return (identifier) =>
    createHmac('sha256', key).update(identifier.normalize('NFC').toLowerCase()).digest('hex')
}

export const listed = (
  { id, createdAt, basis, pseudonym, isLinked }: Erasure,
  { ids, agents, emails, codes }: Identity,
  hash: IdentifierHash,
): ListedErasure => ({
  v: 1,
  key: hash(''),
  erasure: id,
  at: createdAt.toISOString(),
  basis,
  pseudonym,
  isLinked,
  ids,
  hashes: [...new Set([...agents, ...emails, ...codes].map(hash))].sort(),
})

/** A line as the act's row keeps it. */
export const sealLine = (box: SecretBox, line: ListedErasure): string =>
  box.seal(JSON.stringify(line), ownerOf(line.erasure))

const ownerOf = (erasure: string): string => `line of ${erasure}`

const actsPerPage = 100

/**
 * Takes the acts that the data know into a list that lacks them, so that each node has one: the database that is restored some day
 * may know none of them. Reads on from the newest act until it meets a page of those that the list has, and adds the oldest first:
 * where that breaks off, what the list has is no sign of something older that it lacks.
 */
export async function completeList(
  store: Pick<ErasingStore, 'listErasures'>,
  box: SecretBox,
  folder: string,
): Promise<void> {
  const known = new Set(readList(join(folder, listName)).map(({ erasure }) => erasure))
  const missing: Erasure[] = []
  for (let cursor: string | undefined, isNews = true; isNews; ) {
    const page = await store.listErasures({ limit: actsPerPage, ...(cursor && { cursor }) })
    const news = page.items.filter((one) => one.sealedLine && !known.has(one.id))
    missing.push(...news)
    cursor = page.cursor
    isNews = news.length > 0 && cursor !== undefined
  }
  for (const { id, sealedLine } of missing.reverse()) {
    await addToList(folder, JSON.parse(box.open(sealedLine!, ownerOf(id))) as ListedErasure)
  }
}

/** Adds a line, unless the act has one. Durable once resolved. */
export async function addToList(folder: string, entry: ListedErasure): Promise<void> {
  const path = join(folder, listName)
  if (readList(path).some(({ erasure }) => erasure === entry.erasure)) return
  const file = await open(path, 'a', 0o600)
  try {
    await file.writeFile(`${isTorn(path) ? '\n' : ''}${JSON.stringify(entry)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  if (process.platform === 'win32') return
  const parent = await open(folder, 'r')
  await parent.sync().finally(() => parent.close())
}

/**
 * The acts of a list; none if there is no such file. A last line that was torn by a crash is left out: its act had not begun.
 * @throws OperatorError for a file that is no such list
 */
export function readList(path: string): readonly ListedErasure[] {
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.flatMap((line, index) => {
    if (line === '') return []
    try {
      return [JSON.parse(line) as ListedErasure]
    } catch {
      if (index === lines.length - 1) return []
      throw new OperatorError(`${path} is no list of erasures: line ${index + 1} cannot be read.`)
    }
  })
}

const isTorn = (path: string): boolean => {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  return text !== '' && !text.endsWith('\n')
}
