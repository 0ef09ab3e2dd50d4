import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The cases of ADL's conformance test for SCORM 2004 systems, as data; README.md says what the fields mean. */
export interface ConformanceCase {
  readonly case: string
  /** `.`: the start request; else the package's name, or the title of the activity that is chosen first. */
  readonly start: string
  readonly steps: readonly Step[]
}

/** One visit to an activity, in the order in which they must be delivered. */
export interface Step {
  /** N of the item `activity_N`, or of the item whose parameters hold `act=N`. */
  readonly activity: string
  readonly visit: number
  /** What the learner must see of the player before the SCO begins. */
  readonly ui: readonly UiCheck[]
  readonly commands: readonly Command[]
  /** A short name of what the learner does after the visit, and the words that they are told; both empty: nothing. */
  readonly userInstruction: string
  readonly userInstructionText?: string
}

export interface UiCheck {
  readonly check: string
  readonly expect: boolean
}

/** One call of the API by the SCO. */
export interface Command {
  readonly call: string
  readonly element?: string
  readonly arg?: string
  readonly value?: string
  /** Of `CompareObjectiveIds`. */
  readonly ids?: readonly string[]
  readonly expect?: string
  readonly error?: string
  readonly interactionType?: string
  /** Why more than `expect` is right. */
  readonly lenient?: string
  /** The value is the learner's own. */
  readonly expectLearner?: boolean
}

/** @throws Error with a sentence if the file is not there or holds no cases. */
export function readCases(file: string): readonly ConformanceCase[] {
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`)
  const read = parsed(file)
  if (!Array.isArray(read) || read.length === 0) throw new Error(`${file} holds no list of cases.`)
  const wrong = read.findIndex((one) => typeof one?.case !== 'string' || !Array.isArray(one?.steps))
  if (wrong >= 0)
    throw new Error(`Entry ${wrong} of ${file} is not a case: it needs case and steps.`)
  return read as ConformanceCase[]
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}.`)
  }
}

export const packageFile = (folder: string, name: string): string =>
  join(folder, `LMSTestPackage_${name}.zip`)

/**
 * Cases by learner: those whose names differ only in the letters after the number belong together and are taken in order
 * by one learner, because what one leaves in the global objectives the next one expects.
 */
export function byLearner(cases: readonly ConformanceCase[]): ConformanceCase[][] {
  const groups = new Map<string, ConformanceCase[]>()
  for (const one of cases) {
    const family = /^.*\d/.exec(one.case)?.[0] ?? one.case
    groups.set(family, [...(groups.get(family) ?? []), one])
  }
  return [...groups.values()]
}
