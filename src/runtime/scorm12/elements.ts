import { childrenByGroup } from '../data-model.ts'
import type { Running } from '../run.ts'
import {
  type DataType,
  decimal,
  feedback,
  identifier,
  interactionResult,
  score,
  signedInteger,
  string255,
  text,
  timeOfDay,
  timespan,
  vocabulary,
} from './data-types.ts'
import { formatTimespan } from './timespan.ts'

/** One element of the data model [RTE 3.4.4]. */
export interface Element {
  /** `ro`: the SCO only reads, `wo`: only writes, `rw`: both. */
  readonly access: 'ro' | 'rw' | 'wo'
  readonly type: DataType
  /** Whether the book obliges every LMS to have it. hocba has all of them. */
  readonly isMandatory: boolean
  /** The value as long as the SCO has set none; empty if absent. */
  readonly initial?: (running: Running) => string
  /** Each set adds to what is there. */
  readonly isAppended?: true
}

const always = (value: string) => () => value
const mandatory = { isMandatory: true } as const
const optional = { isMandatory: false } as const
const mebi = 1_048_576

const creditWords = vocabulary('credit', 'no-credit')
const entryWords = vocabulary('ab-initio', 'resume', '')
const modeWords = vocabulary('browse', 'normal', 'review')
const exitWords = vocabulary('time-out', 'suspend', 'logout', '')
/** What a SCO may say of itself: "not attempted" is the LMS's word. */
const statusWords = vocabulary('passed', 'completed', 'failed', 'incomplete', 'browsed')
const objectiveStatusWords = vocabulary(
  'passed',
  'completed',
  'failed',
  'incomplete',
  'browsed',
  'not attempted',
)
const interactionTypes = vocabulary(
  'true-false',
  'choice',
  'fill-in',
  'matching',
  'performance',
  'sequencing',
  'likert',
  'numeric',
)

/**
 * The whole data model of SCORM 1.2. `n` stands for the index in an array. The order is the one that `_children` answers.
 */
export const elements: Readonly<Record<string, Element>> = {
  'cmi.core.student_id': {
    access: 'ro',
    type: identifier,
    ...mandatory,
    initial: (c) => c.attempt.learner.id,
  },
  'cmi.core.student_name': {
    access: 'ro',
    type: string255,
    ...mandatory,
    initial: (c) => c.attempt.learner.name,
  },
  'cmi.core.lesson_location': { access: 'rw', type: string255, ...mandatory },
  'cmi.core.credit': {
    access: 'ro',
    type: creditWords,
    ...mandatory,
    initial: (c) => c.attempt.mode.credit,
  },
  'cmi.core.lesson_status': {
    access: 'rw',
    type: statusWords,
    ...mandatory,
    initial: always('not attempted'),
  },
  'cmi.core.entry': { access: 'ro', type: entryWords, ...mandatory, initial: (c) => c.state.entry },
  'cmi.core.score.raw': { access: 'rw', type: score, ...mandatory },
  'cmi.core.score.min': { access: 'rw', type: score, ...optional },
  'cmi.core.score.max': { access: 'rw', type: score, ...optional },
  'cmi.core.total_time': {
    access: 'ro',
    type: timespan,
    ...mandatory,
    initial: (c) => formatTimespan(c.state.totalCentiseconds),
  },
  'cmi.core.lesson_mode': {
    access: 'ro',
    type: modeWords,
    ...optional,
    initial: (c) => c.attempt.mode.lessonMode,
  },
  'cmi.core.exit': { access: 'wo', type: exitWords, ...mandatory },
  'cmi.core.session_time': { access: 'wo', type: timespan, ...mandatory },

  'cmi.suspend_data': { access: 'rw', type: text(4_096, 4 * mebi), ...mandatory },
  'cmi.launch_data': {
    access: 'ro',
    type: text(4_096),
    ...mandatory,
    initial: (c) => c.activity.dataFromLms ?? '',
  },
  'cmi.comments': { access: 'rw', type: text(4_096, mebi), ...optional, isAppended: true },
  'cmi.comments_from_lms': { access: 'ro', type: text(4_096), ...optional },

  'cmi.objectives.n.id': { access: 'rw', type: identifier, ...optional },
  'cmi.objectives.n.score.raw': { access: 'rw', type: score, ...optional },
  'cmi.objectives.n.score.min': { access: 'rw', type: score, ...optional },
  'cmi.objectives.n.score.max': { access: 'rw', type: score, ...optional },
  'cmi.objectives.n.status': {
    access: 'rw',
    type: objectiveStatusWords,
    ...optional,
    initial: always('not attempted'),
  },

  'cmi.student_data.mastery_score': {
    access: 'ro',
    type: decimal(),
    ...optional,
    initial: (c) => c.activity.masteryScore ?? '',
  },
  'cmi.student_data.max_time_allowed': {
    access: 'ro',
    type: timespan,
    ...optional,
    initial: (c) => c.activity.maxTimeAllowed ?? '',
  },
  'cmi.student_data.time_limit_action': {
    access: 'ro',
    type: vocabulary(
      'exit,message',
      'exit,no message',
      'continue,message',
      'continue,no message',
      '',
    ),
    ...optional,
    initial: (c) => c.activity.timeLimitAction ?? '',
  },

  'cmi.student_preference.audio': {
    access: 'rw',
    type: signedInteger(-1, 100),
    ...optional,
    initial: always('0'),
  },
  'cmi.student_preference.language': { access: 'rw', type: string255, ...optional },
  'cmi.student_preference.speed': {
    access: 'rw',
    type: signedInteger(-100, 100),
    ...optional,
    initial: always('0'),
  },
  'cmi.student_preference.text': {
    access: 'rw',
    type: signedInteger(-1, 1),
    ...optional,
    initial: always('0'),
  },

  'cmi.interactions.n.id': { access: 'wo', type: identifier, ...optional },
  'cmi.interactions.n.objectives.n.id': { access: 'wo', type: identifier, ...optional },
  'cmi.interactions.n.time': { access: 'wo', type: timeOfDay, ...optional },
  'cmi.interactions.n.type': { access: 'wo', type: interactionTypes, ...optional },
  'cmi.interactions.n.correct_responses.n.pattern': { access: 'wo', type: feedback, ...optional },
  'cmi.interactions.n.weighting': { access: 'wo', type: decimal(), ...optional },
  'cmi.interactions.n.student_response': { access: 'wo', type: feedback, ...optional },
  'cmi.interactions.n.result': { access: 'wo', type: interactionResult, ...optional },
  'cmi.interactions.n.latency': { access: 'wo', type: timespan, ...optional },
}

/** Version of the data model that `cmi._version` answers. */
export const modelVersion = '3.4'

/** Most records of each array: far above any real course, and a bound on what one learner's state can grow to. */
export const recordsMax: Readonly<Record<string, number>> = {
  'cmi.objectives': 1_000,
  'cmi.interactions': 1_000,
  'cmi.interactions.n.objectives': 100,
  'cmi.interactions.n.correct_responses': 100,
}

/** Groups that answer `_children`, each with its children's names in the order of the table. */
export const childrenOf = childrenByGroup({ elements, recordsMax }, [
  'cmi',
  'cmi.core',
  'cmi.core.score',
  'cmi.objectives',
  'cmi.objectives.n.score',
  'cmi.student_data',
  'cmi.student_preference',
  'cmi.interactions',
])
