import type { Step } from './cases.ts'

/** What the learner does after a visit. */
export type LearnerAction =
  /** A button of the player, or its exit. */
  | { readonly do: 'continue' | 'previous' | 'exitAll' | 'exit' | 'suspendAll' }
  /** A line of the table of contents. */
  | { readonly do: 'choose'; readonly title: string }
  /** Leaves, and opens this package by a new launch link. */
  | { readonly do: 'launch'; readonly package: string }
  /** Sees that the course has ended. */
  | { readonly do: 'seeEnd' }

const buttons = {
  Continue: 'continue',
  Previous: 'previous',
  Exit: 'exit',
  'Exit All': 'exitAll',
  'Suspend All': 'suspendAll',
} as const

type Reader = readonly [pattern: RegExp, action: (word: string) => LearnerAction]

/** The sentences that the instructions are made of, and what each asks for. */
const sentences: readonly Reader[] = [
  [
    /trigger an? ([\w ]+?) Navigation Event/,
    (word) => ({ do: buttons[word as keyof typeof buttons] }),
  ],
  [/target (.+?) for a Choice Navigation Event/, (title) => ({ do: 'choose', title })],
  [/exit the (package)\/course/, () => ({ do: 'exitAll' })],
  [/attempt (?:and the Sequencing Session )?(should) (?:end|have ended)/, () => ({ do: 'seeEnd' })],
  [/launch LMS Test Content Package ([\w-]+)/, (name) => ({ do: 'launch', package: name })],
  [/launch (?!LMS Test Content Package)([^.]+)\./, (title) => ({ do: 'choose', title })],
  [/choose (.+?) to continue/, (title) => ({ do: 'choose', title })],
]

/**
 * Reads the words of an instruction.
 * @returns what the learner does, in the order of the words; nothing if the instruction is empty: the SCO itself navigates.
 * @throws Error if there are words, but none that say what to do.
 */
export function actionsOf({ userInstruction, userInstructionText }: Step): LearnerAction[] {
  const text = userInstructionText ?? ''
  if (userInstruction === '' && text === '') return []
  const found = sentences.flatMap(([pattern, action]) => {
    const match = pattern.exec(text)
    return match ? [{ at: match.index, action: action(match[1]!) }] : []
  })
  if (found.length === 0) throw new Error(`An instruction says nothing to do: "${text}"`)
  return found.sort((a, b) => a.at - b.at).map(({ action }) => action)
}
