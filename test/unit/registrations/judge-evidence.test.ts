import fc from 'fast-check'
import {
  type AttemptEvidence,
  type EvidenceCode,
  type EvidenceFigures,
  type EvidenceLevel,
  evidenceChecks,
  judgeEvidence,
} from '../../../src/registrations/index.ts'

/** Forty minutes of learning in which everything agrees. */
const honest: EvidenceFigures = {
  wallSeconds: 2_400,
  heardSeconds: 2_300,
  journalSeconds: 2_380,
  claimedSeconds: 2_350,
  commits: 12,
  entries: 90,
  answers: 10,
  files: 31,
  lessons: 4,
  lessonsFetched: 4,
  toolClaims: 0,
}

const codesOf = (evidence: AttemptEvidence, isAttested = false) =>
  judgeEvidence(evidence, { isAttested }).findings.map(({ code }) => code)

/** What makes each check speak against the result, and the nearest that does not. */
const cases: Record<
  EvidenceCode,
  { readonly against: Partial<EvidenceFigures>; readonly just: Partial<EvidenceFigures> }
> = {
  'nothing-observed': {
    against: { commits: 0, entries: 0 },
    just: { commits: 0, entries: 0, toolClaims: 1 },
  },
  'told-by-tool': { against: { toolClaims: 1 }, just: { toolClaims: 0 } },
  'no-file-fetched': { against: { files: 0 }, just: { files: 1 } },
  'lessons-not-fetched': { against: { lessonsFetched: 1 }, just: { lessonsFetched: 2 } },
  'time-exceeds-wall-clock': {
    against: { wallSeconds: 600, heardSeconds: 600, claimedSeconds: 1_021, journalSeconds: 600 },
    just: { wallSeconds: 600, heardSeconds: 600, claimedSeconds: 1_020, journalSeconds: 600 },
  },
  'journal-exceeds-wall-clock': {
    against: { wallSeconds: 600, heardSeconds: 600, claimedSeconds: 600, journalSeconds: 1_021 },
    just: { wallSeconds: 600, heardSeconds: 600, claimedSeconds: 600, journalSeconds: 1_020 },
  },
  'time-unheard': {
    against: { claimedSeconds: 300, heardSeconds: 149 },
    just: { claimedSeconds: 299, heardSeconds: 0 },
  },
  'one-burst': {
    against: { commits: 1, claimedSeconds: 300, journalSeconds: 0 },
    just: { commits: 1, claimedSeconds: 299, journalSeconds: 299 },
  },
  'answers-too-fast': {
    against: { answers: 5, wallSeconds: 4, lessons: 1, claimedSeconds: 4, journalSeconds: 4 },
    just: { answers: 5, wallSeconds: 5, lessons: 1, claimedSeconds: 4, journalSeconds: 4 },
  },
  'lessons-too-fast': {
    against: { lessons: 3, wallSeconds: 5, answers: 0, claimedSeconds: 4, journalSeconds: 4 },
    just: { lessons: 3, wallSeconds: 6, answers: 0, claimedSeconds: 4, journalSeconds: 4 },
  },
}

describe('judgeEvidence()', () => {
  test('corroborates a result with which all agrees', () => {
    expect(judgeEvidence({ figures: honest, atClaim: honest }, { isAttested: false })).toEqual({
      level: 'corroborated',
      findings: [],
    })
  })

  test('has a case here for each of its checks', () => {
    expect(Object.keys(cases)).toEqual(evidenceChecks.map(({ code }) => code))
  })

  describe.each(Object.entries(cases))('%s', (code, { against, just }) => {
    test('lowers the level, with the figures that it compared', () => {
      const figures = { ...honest, ...against }
      const { level, findings } = judgeEvidence({ figures }, { isAttested: false })
      const { about } = evidenceChecks.find((check) => check.code === code)!
      expect(level).toBe('reported')
      expect(findings).toContainEqual({
        code,
        facts: Object.fromEntries(about.map((name) => [name, figures[name]])),
      })
    })

    test('says nothing of what only comes near', () => {
      expect(codesOf({ figures: { ...honest, ...just } })).not.toContain(code)
    })
  })

  test('remembers time that was claimed before it passed', () => {
    const atClaim = { ...honest, wallSeconds: 20, heardSeconds: 20, journalSeconds: 20 }
    expect(codesOf({ figures: honest, atClaim })).toContain('time-exceeds-wall-clock')
  })

  test('forgives that a page is fetched after the commit that says it was opened', () => {
    const atClaim = { ...honest, files: 0, lessonsFetched: 0 }
    expect(codesOf({ figures: honest, atClaim })).toEqual([])
  })

  test("takes a person's word before all checks, and tells of these beside it", () => {
    const figures = { ...honest, files: 0 }
    expect(judgeEvidence({ figures }, { isAttested: true })).toMatchObject({
      level: 'attested',
      findings: [{ code: 'no-file-fetched' }],
    })
  })

  test('never raises the level for facts that contradict the result', () => {
    const rank: Record<EvidenceLevel, number> = { reported: 0, corroborated: 1, attested: 2 }
    const figure = fc.integer({ min: 0, max: 20_000 })
    const figures = fc.record(
      Object.fromEntries(Object.keys(honest).map((name) => [name, figure])),
    ) as unknown as fc.Arbitrary<EvidenceFigures>
    fc.assert(
      fc.property(
        fc.oneof(figures, fc.constant(honest)),
        fc.constantFrom(...evidenceChecks),
        fc.boolean(),
        (before, check, isAttested) => {
          const after = { ...before, ...cases[check.code].against }
          const [was, is] = [before, after].map(
            (one) => judgeEvidence({ figures: one }, { isAttested }).level,
          )
          expect(rank[is!]).toBeLessThanOrEqual(rank[was!])
        },
      ),
    )
  })
})
