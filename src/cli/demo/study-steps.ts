import type {
  CourseScript,
  Outcome,
  QuestionScript,
  QuizScript,
  ScoScript,
} from './course-script.ts'
import type { Random } from './seeded-random.ts'

/** One thing that a learner does in a SCO, in the order of the course. */
export type StudyStep = { readonly activity: string } & (
  | { readonly do: 'page'; readonly page: string }
  | { readonly do: 'answer'; readonly question: QuestionScript; readonly response: string }
  | { readonly do: 'result'; readonly raw: number }
  /** Tries the quiz again from its first question. */
  | { readonly do: 'retry' }
  | { readonly do: 'end' }
  /** Reads an asset. */
  | { readonly do: 'read' }
)

export interface Learning {
  readonly outcome: Outcome
  /** 0 to 1: the share of questions that this learner knows in the end. */
  readonly ability: number
  /** How slowly the learner reads; 1 is the usual. */
  readonly pace: number
}

/** Everything that a learner does in a course, from its first page to where they are now. */
export function studySteps(script: CourseScript, learning: Learning, random: Random): StudyStep[] {
  if (learning.outcome === 'none') return []
  const steps = Object.entries(script.scos).flatMap(([activity, sco]) =>
    scoSteps({ activity, sco, learning, random }),
  )
  if (learning.outcome !== 'middle') return steps
  return steps.slice(0, Math.max(2, Math.floor(steps.length * random.between(0.15, 0.85))))
}

interface Visit {
  readonly activity: string
  readonly sco: ScoScript
  readonly learning: Learning
  readonly random: Random
}

function scoSteps(visit: Visit): StudyStep[] {
  const { activity, sco } = visit
  if (sco.isAsset) return [{ activity, do: 'read' }]
  const pages = sco.pages.flatMap((page): StudyStep[] => {
    const shown: StudyStep = { activity, do: 'page', page }
    return page === 'quiz' && sco.quiz ? [shown, ...quizSteps(visit, sco.quiz)] : [shown]
  })
  return [...pages, { activity, do: 'end' }]
}

function quizSteps({ activity, learning, random }: Visit, quiz: QuizScript): StudyStep[] {
  const isPassed = learning.outcome !== 'failed'
  const attempt = (passes: boolean | undefined, ability = learning.ability): StudyStep[] => {
    const answers = answersTo(quiz, { passes, ability, random })
    const result: StudyStep = { activity, do: 'result', raw: rawScore(quiz, answers) }
    return [...answers.map((answer): StudyStep => ({ activity, do: 'answer', ...answer })), result]
  }
  if (!quiz.isGraded) return attempt(undefined)
  if (learning.outcome !== 'retried') return attempt(isPassed)
  return [...attempt(false, learning.ability / 2), { activity, do: 'retry' }, ...attempt(true)]
}

interface Given {
  readonly question: QuestionScript
  readonly response: string
}

/** How hard the questions of a quiz are, in turn: 0 for whom half of an ordinary class knows it; and how sharply they tell. */
const hardness = [-1.5, 0.2, -0.6, 0.9, -1.1, 0.5, -0.2, 1.3]
const slopes = [1.6, 2.6, 2.2, 3, 0.3, 2.4, 1.9]
/** As in the entry test: abilities in the units in which questions are hard. */
const spread = 7
const ordinaryAbility = 0.62

/** The chance that somebody knows the answer to the question at this place (the two-parameter logistic model). */
function chanceOf(at: number, ability: number): number {
  const distance = (ability - ordinaryAbility) * spread - hardness[at % hardness.length]!
  return 1 / (1 + Math.exp(-slopes[at % slopes.length]! * distance))
}

/**
 * Answers by ability, then corrected until the quiz ends as the story goes: who must pass knows the easiest of what they got
 * wrong after all, who must fail gets the hardest of the rest wrong, so that questions still tell who knows.
 */
function answersTo(
  quiz: QuizScript,
  { passes, ability, random }: { passes: boolean | undefined; ability: number; random: Random },
): Given[] {
  const answers = quiz.questions.map((question, at) => ({
    question,
    response: responseTo(question, random.chance(chanceOf(at, ability)), random),
  }))
  const byChance = quiz.questions
    .map((question, at) => ({ question, at, chance: chanceOf(at, ability) }))
    .filter(({ question }) => question.right !== undefined)
    .sort((one, other) => (passes ? other.chance - one.chance : one.chance - other.chance))
  for (const { question, at } of byChance) {
    if (passes === undefined || rawScore(quiz, answers) >= quiz.mastery === passes) break
    const isRight = answers[at]!.response === question.right
    if (isRight !== passes) {
      answers[at] = { question, response: responseTo(question, passes, random) }
    }
  }
  return answers
}

const responseTo = (question: QuestionScript, isRight: boolean, random: Random): string =>
  question.right !== undefined && isRight ? question.right : random.pick(question.others)

/** Percent of the scored questions that are right, rounded as the courses do. */
function rawScore({ questions }: QuizScript, answers: readonly Given[]): number {
  const scored = questions.filter(({ right }) => right !== undefined).length
  const right = answers.filter(({ question, response }) => question.right === response).length
  return Math.round((right / scored) * 100)
}
