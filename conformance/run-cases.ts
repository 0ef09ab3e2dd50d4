import { existsSync } from 'node:fs'
import { byLearner, type ConformanceCase, packageFile } from './cases.ts'
import { playCase } from './play-case.ts'
import type { Stage } from './stage.ts'

export interface CaseResult {
  readonly case: string
  /** What differed, in sentences; none: it passed. */
  readonly differences: readonly string[]
}

export interface Run {
  readonly cases: readonly ConformanceCase[]
  /** Folder of the packages. */
  readonly packages: string
  /** Names of the cases that are told of; undefined: all. */
  readonly wanted?: ReadonlySet<string>
  /** Called for each case, in the order of the cases. */
  readonly tell: (result: CaseResult) => void
}

/**
 * Plays cases, several learners at a time. A case whose family comes before it is played after its family, for the sake of
 * what that leaves behind, but only what was asked for is told.
 */
export async function runCases(stage: Stage, run: Run): Promise<readonly CaseResult[]> {
  const families = byLearner(run.cases).flatMap((family) => {
    const last = family.findLastIndex(({ case: name }) => isWanted(run, name))
    return last < 0 ? [] : [family.slice(0, last + 1)]
  })
  const results: CaseResult[][] = []
  let next = 0
  let told = 0
  const takeTurns = async () => {
    while (next < families.length) {
      const index = next++
      results[index] = await playFamily(stage, run, families[index]!)
      for (; results[told]; told++) results[told]!.forEach(run.tell)
    }
  }
  await Promise.all(Array.from({ length: stage.lanes }, takeTurns))
  return results.flat()
}

const isWanted = ({ wanted }: Run, name: string): boolean => !wanted || wanted.has(name)

async function playFamily(
  stage: Stage,
  run: Run,
  family: readonly ConformanceCase[],
): Promise<CaseResult[]> {
  const hasPackage = (name: string) => existsSync(packageFile(run.packages, name))
  const seat = await stage.seat()
  const results: CaseResult[] = []
  for (const one of family) {
    const differences = await playCase(seat, one, hasPackage)
    results.push({ case: one.case, differences })
  }
  return results.filter(({ case: name }) => isWanted(run, name))
}
