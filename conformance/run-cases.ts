import { existsSync } from 'node:fs'
import { byLearner, type ConformanceCase, packageFile } from './cases.ts'
import { playCase } from './play-case.ts'
import type { Stage } from './stage.ts'

export interface CaseResult {
  readonly case: string
  /** What differed, in sentences; none: it passed. */
  readonly differences: readonly string[]
}

/**
 * Plays cases one after another. A case whose family comes before it is played after its family, for the sake of what that
 * leaves behind, but only what was asked for is told.
 * @param wanted names of the cases; undefined: all
 * @param tell called after each case that was asked for
 */
export async function runCases(
  stage: Stage,
  {
    cases,
    packages,
    wanted,
    tell,
  }: {
    readonly cases: readonly ConformanceCase[]
    readonly packages: string
    readonly wanted?: ReadonlySet<string>
    readonly tell: (result: CaseResult) => void
  },
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = []
  const hasPackage = (name: string) => existsSync(packageFile(packages, name))
  for (const family of byLearner(cases)) {
    const last = family.findLastIndex(({ case: name }) => !wanted || wanted.has(name))
    if (last < 0) continue
    const seat = await stage.seat()
    for (const one of family.slice(0, last + 1)) {
      const differences = await playCase(seat, one, hasPackage)
      if (wanted && !wanted.has(one.case)) continue
      const result = { case: one.case, differences }
      results.push(result)
      tell(result)
    }
  }
  return results
}
