import { uuidOf } from '../../base/ids.ts'
import { courseIri } from '../../registrations/index.ts'
import { statementObservers } from '../../statement-observers.ts'
import { insertPrepared, prepareStatement, type Statement } from '../../xapi/index.ts'
import type { Installation } from '../installation.ts'
import { type EntryQuestion, entryQuestions } from './entry-test-questions.ts'
import type { Random } from './seeded-random.ts'

export interface Candidate {
  readonly package: string
  readonly registration: string
  readonly learner: string
  /** 0 to 1. */
  readonly ability: number
  readonly at: Date
}

const testIri = 'https://trac-nghiem.example/bai-kiem-tra-dau-vao'

/** How far abilities lie apart, in the units in which questions are hard. */
const spread = 7
const ordinaryAbility = 0.68

/**
 * One learner takes the entry test in a tool outside, which tells of it as xAPI tools do: each answer in a statement with the
 * question's words, its options and its key.
 */
export async function takeEntryTest(
  { storage, config }: Installation,
  candidate: Candidate,
  random: Random,
): Promise<void> {
  let time = candidate.at.getTime()
  const incoming = entryQuestions.map((question) => {
    const seconds = Math.round(question.seconds * random.between(0.5, 1.8))
    time += (seconds + 2) * 1_000
    const response = responseOf(question, candidate.ability, random)
    const statement = answerStatement(config.appUrl, candidate, {
      question,
      response,
      seconds,
      time,
    })
    return prepareStatement(statement, {
      authority: {
        objectType: 'Agent',
        name: 'Công cụ trắc nghiệm (minh họa)',
        account: { homePage: config.appUrl, name: 'demo-quiz' },
      },
    })
  })
  const { ofTools } = statementObservers(config.appUrl)
  await storage.transact((tx) =>
    insertPrepared(tx, incoming, { observers: ofTools, origin: 'api' }),
  )
}

/** Right with a chance that grows with ability (the two-parameter logistic model); else one of the others by its draw. */
function responseOf(question: EntryQuestion, ability: number, random: Random): string {
  const { slope, hardness, options } = question
  const distance = (ability - ordinaryAbility) * spread - hardness
  const knows = random.chance(1 / (1 + Math.exp(-slope * distance)))
  if (knows) return question.known
  const others = options.filter(({ id }) => id !== question.known)
  const tickets = others.flatMap(({ id, draw = 1 }) => Array.from({ length: draw }, () => id))
  return random.pick(tickets)
}

function answerStatement(
  appUrl: string,
  { package: packageId, registration, learner }: Candidate,
  given: { question: EntryQuestion; response: string; seconds: number; time: number },
): Statement & { readonly id: string } {
  const { question, response, seconds, time } = given
  return {
    id: uuidOf('demo', registration, question.id),
    actor: { objectType: 'Agent', account: { homePage: appUrl, name: learner } },
    verb: {
      id: 'http://adlnet.gov/expapi/verbs/answered',
      display: { en: 'answered', vi: 'trả lời' },
    },
    object: {
      objectType: 'Activity',
      id: `${testIri}/${question.id}`,
      definition: {
        type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
        interactionType: 'choice',
        name: { vi: question.name },
        description: { vi: question.text },
        correctResponsesPattern: [question.key],
        choices: question.options.map(({ id, text }) => ({ id, description: { vi: text } })),
      },
    },
    result: { response, success: response === question.key, duration: `PT${seconds}S` },
    context: {
      registration,
      contextActivities: {
        parent: [{ id: testIri, definition: { name: { vi: 'Bài kiểm tra đầu vào' } } }],
        grouping: [{ id: courseIri(appUrl, packageId) }],
      },
    },
    timestamp: new Date(time).toISOString(),
  }
}
