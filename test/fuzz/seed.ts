import fc, { type Arbitrary } from 'fast-check'
import type { XapiVersion } from '../../src/xapi/negotiate-version.ts'
import type { Json } from '../support/xapi-client.ts'
import { mutationsFor } from './mutations/catalogue.ts'
import { type MutatedStatement, mutate } from './mutations/mutation.ts'
import { statementArbitrary } from './statement-arbitrary.ts'

/** Everything random of a run comes from one number. */
export const seed = Number(process.env.HOCBA_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31))

/** Random numbers from 0 to 1 (mulberry32). */
export function randomFrom(start: number): () => number {
  let state = start | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const sample = <Value>(arbitrary: Arbitrary<Value>, count: number, turn = 0): Value[] =>
  fc.sample(arbitrary, { numRuns: count, seed: seed + turn })

/** Valid statements, about half of them with ids of their own. */
export function validStatements(version: XapiVersion, count: number, turn = 0): Json[] {
  const random = randomFrom(seed + turn + (version === '1.0.3' ? 0 : 2 ** 20))
  return sample(statementArbitrary(version), count, turn).map((statement) =>
    random() < 0.5 ? statement : { ...statement, id: uuidFrom(random) },
  )
}

/** A random UUID, now and then in upper case. */
function uuidFrom(random: () => number): string {
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('')
  const id = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `9${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join('-')
  return random() < 0.1 ? id.toUpperCase() : id
}

/**
 * Statements with one mistake each: every mutation of the catalogue in turn, each time in another statement.
 * @param first where in the catalogue to begin.
 */
export function mutatedStatements(
  version: XapiVersion,
  count: number,
  turn = 0,
  first = 0,
): MutatedStatement[] {
  const catalogue = mutationsFor(version)
  const pool = validStatements(version, 400, turn)
  return Array.from({ length: count }, (_, nth) => {
    const index = first + nth
    const mutation = catalogue[index % catalogue.length]!
    for (let tried = 0; tried < pool.length; tried++) {
      const made = mutate(pool[(index * 7 + tried) % pool.length]!, mutation, index)
      if (made) return made
    }
    throw new Error(`no statement has a place for "${mutation.name}" (seed ${seed})`)
  })
}
