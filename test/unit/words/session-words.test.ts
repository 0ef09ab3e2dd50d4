import { decisions, verdictPoints } from '../../../src/runtime/index.ts'
import { sessionWords } from '../../../words/index.ts'

/** A fact of each kind, so that a sentence that forgets to say one shows. */
const factsOf = (names: readonly string[]): Record<string, string | number | boolean> =>
  Object.fromEntries(names.map((name) => [name, name === 'isResumed' ? false : `<${name}>`]))

describe.each(['vi', 'en'] as const)('the words about sessions in %s', (language) => {
  const words = sessionWords[language]

  test.each(Object.entries(decisions))('have a sentence for the decision %s', (name, facts) => {
    const say = words.decision[name as keyof typeof decisions]
    const sentence = say('Bài 1', factsOf(facts))
    expect(sentence).toBe(sentence.normalize('NFC'))
    expect(sentence.length).toBeGreaterThan(5)
    expect(sentence).not.toMatch(/undefined|null|NaN|\[object/)
    expect(say('Bài 1', {})).not.toMatch(/null|NaN|\[object/)
  })

  test('have no other decision, and one sentence for each', () => {
    expect(Object.keys(words.decision).sort()).toEqual(Object.keys(decisions).sort())
    const said = Object.values(words.decision).map((say) => say('x', { attempt: 1, value: 'v' }))
    expect(new Set(said).size).toBe(said.length)
  })

  test.each(Object.entries(verdictPoints))('have a sentence for the point %s', (name, facts) => {
    const values = Object.fromEntries(facts.map((fact) => [fact, 1]))
    const sentence = words.verdict[name as keyof typeof verdictPoints](values)
    expect(sentence).toBe(sentence.normalize('NFC'))
    expect(sentence).not.toMatch(/undefined|null|NaN/)
    expect(Object.keys(words.verdict).sort()).toEqual(Object.keys(verdictPoints).sort())
  })

  test('say a score as the course gave it, or in per cent', () => {
    expect(words.verdict.score({ raw: 8, max: 10, scaled: 0.8 })).toMatch(/ 8\/10$/)
    expect(words.verdict.score({ scaled: 0.855 })).toMatch(/ 85[.,]5%$/)
  })
})
