import fc from 'fast-check'

/** One call of a SCO, by the name that the runtime gives the function. */
export type Call =
  | { readonly call: 'initialize' | 'finish' | 'commit'; readonly argument: string }
  | { readonly call: 'getValue'; readonly name: string }
  | { readonly call: 'setValue'; readonly name: string; readonly value: string }

export interface Vocabulary {
  /** Names of the data model's table, `n` for an index. */
  readonly elements: readonly string[]
  /** Names that are not in it, or not as they stand. */
  readonly strangeNames: readonly string[]
  readonly values: readonly string[]
  /** By type of interaction, responses of which some have its form. */
  readonly responses: Readonly<Record<string, readonly string[]>>
  readonly responseElement: string
}

/** How many sequences a test makes; more on demand, e.g. `SECOND_OPINION_RUNS=100000`. */
export const sequenceCount = Number(process.env.SECOND_OPINION_RUNS ?? 10_000)

const sessionCall = (call: 'initialize' | 'finish' | 'commit', argument = ''): Call => ({
  call,
  argument,
})

/**
 * Sequences of calls as no author would write them: mostly valid, in any order, with names and values of all kinds, and
 * now and then an interaction set up properly so that its response is judged.
 */
export function callSequences(vocabulary: Vocabulary): fc.Arbitrary<readonly Call[]> {
  const { elements, strangeNames, values, responses, responseElement } = vocabulary
  const index = fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 7)
  const numbered = (pattern: string) =>
    fc.tuple(index, index).map((indexes) => {
      let at = 0
      return pattern.replaceAll(/\.n(?=\.|$)/g, () => `.${indexes[at++]}`)
    })
  const groups = [
    ...new Set(
      elements.flatMap((name) => {
        const parts = name.split('.')
        return parts.map((_, at) => parts.slice(0, at + 1).join('.'))
      }),
    ),
  ]
  const keyword = fc
    .tuple(
      fc.constantFrom(...groups).chain(numbered),
      fc.constantFrom('._children', '._count', '._version', ''),
    )
    .map(([group, word]) => `${group}${word}`)
  const name = fc.oneof(
    { weight: 16, arbitrary: fc.constantFrom(...elements).chain(numbered) },
    { weight: 2, arbitrary: keyword },
    { weight: 1, arbitrary: fc.constantFrom(...strangeNames) },
  )
  const value = fc.constantFrom(...values)
  const set = fc
    .record({ name, value })
    .map((one): readonly Call[] => [{ call: 'setValue', ...one }])
  const get = name.map((one): readonly Call[] => [{ call: 'getValue', name: one }])
  const session = fc
    .constantFrom<Call>(
      sessionCall('commit'),
      sessionCall('commit', 'x'),
      sessionCall('initialize'),
      sessionCall('finish', 'x'),
      sessionCall('finish'),
    )
    .map((one): readonly Call[] => [one])
  const question = fc
    .constantFrom(...Object.keys(responses))
    .chain((type) => fc.record({ type: fc.constant(type), at: index, response: answerTo(type) }))
    .map(({ type, at, response }): readonly Call[] => {
      const put = (field: string, text: string): Call => ({
        call: 'setValue',
        name: `cmi.interactions.${at}.${field}`,
        value: text,
      })
      return [
        put('id', `question-${at}`),
        put('type', type),
        put(responseElement, response),
        put('correct_responses.0.pattern', response),
        { call: 'getValue', name: `cmi.interactions.${at}.${responseElement}` },
      ]
    })
  function answerTo(type: string) {
    return fc.constantFrom(...(responses[type] ?? ['']))
  }
  const step = fc.oneof(
    { weight: 20, arbitrary: set },
    { weight: 20, arbitrary: get },
    { weight: 3, arbitrary: question },
    { weight: 1, arbitrary: session },
  )
  const beginning = fc.constantFrom<readonly Call[]>(
    ...Array<readonly Call[]>(15).fill([sessionCall('initialize')]),
    [sessionCall('initialize', 'x'), sessionCall('commit')],
  )
  return fc
    .tuple(beginning, fc.array(step, { minLength: 1, maxLength: 20 }))
    .map(([first, steps]) => [...first, ...steps.flat()])
}
