import type { AttemptEvidence, EvidenceFigures, EvidenceLevel } from './evidence.ts'

export type EvidenceCode =
  | 'nothing-observed'
  | 'told-by-tool'
  | 'no-file-fetched'
  | 'lessons-not-fetched'
  | 'time-exceeds-wall-clock'
  | 'journal-exceeds-wall-clock'
  | 'time-unheard'
  | 'one-burst'
  | 'answers-too-fast'
  | 'lessons-too-fast'

/** A check that speaks against a result, with the figures that it compared. */
export interface EvidenceFinding {
  readonly code: EvidenceCode
  readonly facts: Readonly<Partial<Record<keyof EvidenceFigures, number>>>
}

export interface EvidenceJudgement {
  readonly level: EvidenceLevel
  /** In the order of the table; none under a result that is corroborated. */
  readonly findings: readonly EvidenceFinding[]
}

interface EvidenceCheck {
  readonly code: EvidenceCode
  /** The figures that it compares. */
  readonly about: readonly (keyof EvidenceFigures)[]
  /**
   * `ever`: also what was so when the result was claimed counts. `now`: a page that was opened as the last one may be fetched
   * after the commit that says so.
   */
  readonly when: 'now' | 'ever'
  /** Whether the figures speak against the result. */
  readonly contradicts: (figures: EvidenceFigures) => boolean
}

/** A course may round its times up, and a clock may be a little off: so much is forgiven before time counts as too long. */
const timeFactorMax = 1.5
const timeSlackSeconds = 120

/** A claim as short as this needs no signs of life in between. */
const shortSeconds = 300
/** Nobody reads and answers five questions, one after another, in a second each. */
const answersMin = 5
const secondsPerAnswerMin = 1
/** Nor opens and ends three lessons in two seconds each. */
const lessonsMin = 3
const secondsPerLessonMin = 2

const isBeyond = (claimed: number, possible: number): boolean =>
  claimed > possible * timeFactorMax + timeSlackSeconds

/** Every check, with its stable code. docs/evidence.md and the console say each in words. */
export const evidenceChecks: readonly EvidenceCheck[] = [
  {
    code: 'nothing-observed',
    about: [],
    when: 'now',
    contradicts: ({ commits, toolClaims }) => commits === 0 && toolClaims === 0,
  },
  {
    code: 'told-by-tool',
    about: ['toolClaims'],
    when: 'ever',
    contradicts: ({ toolClaims }) => toolClaims > 0,
  },
  {
    code: 'no-file-fetched',
    about: ['files', 'entries'],
    when: 'now',
    contradicts: ({ files, commits }) => commits > 0 && files === 0,
  },
  {
    code: 'lessons-not-fetched',
    about: ['lessons', 'lessonsFetched'],
    when: 'now',
    contradicts: ({ files, lessons, lessonsFetched }) => files > 0 && lessonsFetched * 2 < lessons,
  },
  {
    code: 'time-exceeds-wall-clock',
    about: ['claimedSeconds', 'wallSeconds'],
    when: 'ever',
    contradicts: ({ claimedSeconds, wallSeconds }) => isBeyond(claimedSeconds, wallSeconds),
  },
  {
    code: 'journal-exceeds-wall-clock',
    about: ['journalSeconds', 'wallSeconds'],
    when: 'ever',
    contradicts: ({ journalSeconds, wallSeconds }) => isBeyond(journalSeconds, wallSeconds),
  },
  {
    code: 'time-unheard',
    about: ['claimedSeconds', 'heardSeconds'],
    when: 'ever',
    contradicts: ({ claimedSeconds, heardSeconds }) =>
      claimedSeconds >= shortSeconds && heardSeconds * 2 < claimedSeconds,
  },
  {
    code: 'one-burst',
    about: ['commits', 'entries', 'claimedSeconds', 'journalSeconds'],
    when: 'ever',
    contradicts: ({ commits, claimedSeconds, journalSeconds }) =>
      commits === 1 && Math.max(claimedSeconds, journalSeconds) >= shortSeconds,
  },
  {
    code: 'answers-too-fast',
    about: ['answers', 'wallSeconds'],
    when: 'ever',
    contradicts: ({ answers, wallSeconds }) =>
      answers >= answersMin && wallSeconds < answers * secondsPerAnswerMin,
  },
  {
    code: 'lessons-too-fast',
    about: ['lessons', 'wallSeconds'],
    when: 'ever',
    contradicts: ({ lessons, wallSeconds }) =>
      lessons >= lessonsMin && wallSeconds < lessons * secondsPerLessonMin,
  },
]

/**
 * How much stands behind the result of an attempt. Time and pace that contradict it when it is claimed do so for good.
 * A person's word counts more than any check; the findings are told beside it.
 */
export function judgeEvidence(
  { figures, atClaim = figures }: AttemptEvidence,
  { isAttested }: { readonly isAttested: boolean },
): EvidenceJudgement {
  const findings = evidenceChecks.flatMap((check): EvidenceFinding[] => {
    const { code, about, when, contradicts } = check
    const against = (when === 'ever' ? [atClaim, figures] : [figures]).find(contradicts)
    if (!against) return []
    return [{ code, facts: Object.fromEntries(about.map((name) => [name, against[name]])) }]
  })
  if (isAttested) return { level: 'attested', findings }
  return { level: findings.length > 0 ? 'reported' : 'corroborated', findings }
}
