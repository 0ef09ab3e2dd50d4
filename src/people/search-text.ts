import { fold } from '../base/text.ts'

/** The spelling of a code that counts: two that fold alike are the same code. */
export const foldCode = (code: string): string => code.normalize('NFC').trim().toLowerCase()

/** The words of a query, folded; a learner is found if each begins one of their words, in any order. */
export const searchTokens = (query: string): string[] => [
  ...new Set(fold(query).split(' ').filter(Boolean)),
]

/**
 * What a learner is found by: the folded words of name, code and e-mail address, each after one space. Code and address count
 * as a whole and by their parts, so `HV-0042` is found by `hv-0042` and by `0042`.
 */
export function searchTextOf(person: { name: string; code?: string; email?: string }): string {
  const whole = [person.name, person.code ?? '', person.email ?? ''].map(fold)
  const parts = whole.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u))
  const words = new Set([...whole.flatMap((text) => text.split(' ')), ...parts].filter(Boolean))
  return [...words].map((word) => ` ${word}`).join('')
}
