import type { Facts, SessionWords } from './session-words.ts'

const percent = (scaled: unknown): string =>
  `${(Number(scaled) * 100).toLocaleString('en', { maximumFractionDigits: 1 })}%`

const scoreOf = ({ raw, max, scaled }: Facts): string =>
  raw === undefined ? percent(scaled) : max === undefined ? String(raw) : `${raw}/${max}`

const requests = {
  start: 'start',
  resumeAll: 'go on where it was suspended',
  continue: 'next',
  previous: 'previous',
  choice: 'choose in the contents',
  jump: 'jump',
  exit: 'end the activity',
  exitAll: 'end the course',
  abandon: 'abandon the activity',
  abandonAll: 'abandon the course',
  suspendAll: 'suspend the course',
} as const

const request = (name: unknown): string => requests[name as keyof typeof requests] ?? String(name)

const rule = ({ action, conditions }: Facts): string =>
  conditions ? `“${action}” (if ${conditions})` : `“${action}”`

const times = (count: unknown, one: string, more: string): string =>
  `${count} ${Number(count) === 1 ? one : more}`

export const en: SessionWords = {
  by: { course: 'course', player: 'player', sequencer: 'sequencer', server: 'server' },
  what: {
    open: 'opened',
    initialize: 'called Initialize',
    set: 'set a value',
    commit: 'called Commit',
    finish: 'called Finish/Terminate',
    abandon: 'went away without Finish/Terminate',
    navigate: 'navigation request',
    decision: 'sequencing decision',
    'failed-call': 'call that failed',
    finding: 'against the standard, accepted',
    'missing-file': 'file missing in the package',
    'silent-activity': 'no call for 10 seconds',
    closed: 'closed by the server after silence',
    reopened: 'a late journal reopened the session',
  },
  request: requests,
  verdict: {
    'never-opened': () => 'No lesson was opened',
    'no-call': () => 'A lesson was opened, but the course never called the API',
    'no-call-needed': () => 'The content has no script that reports; opening it counts',
    initialized: ({ times: count }) =>
      Number(count) > 1
        ? `The course called Initialize ${count} times`
        : 'The course called Initialize',
    completed: () => 'The course has reported completion',
    'completed-unsaid': () =>
      'It counts as completed, although the course did not report it in this session',
    'completion-not-reported': () => 'The course has not reported completion',
    'completion-reported': ({ value }) =>
      `The course reported the status “${value}”, which is not completion`,
    passed: () => 'Result: passed',
    failed: () => 'Result: failed',
    score: (facts) => `Score ${scoreOf(facts)}`,
    'score-reported': ({ value }) =>
      `The course reported the score ${value}, which does not count for its result yet`,
    'score-not-reported': () => 'The course has not reported a score',
    ended: ({ exit }) =>
      exit ? `The course ended itself, exit = ${exit}` : 'The course ended itself normally',
    'ended-without-finish': () => 'The course went away without Finish/Terminate',
    'still-open': () => 'A lesson is still open',
    'failed-calls': ({ count }) => times(count, 'call failed', 'calls failed'),
    'missing-files': ({ count }) =>
      times(count, 'file is missing in the package', 'files are missing in the package'),
    findings: ({ count }) =>
      times(count, 'deviation from the standard accepted', 'deviations from the standard accepted'),
    'requests-refused': ({ count }) =>
      times(count, 'navigation request refused', 'navigation requests refused'),
  },
  decision: {
    'request-received': (activity, facts) =>
      `Request received: ${request(facts.request)}${activity ? ` – “${activity}”` : ''}`,
    'request-refused': (_activity, { code }) => `Request refused (${code})`,
    'request-replaced': (_activity, facts) => `Replaced by the request: ${request(facts.request)}`,
    'session-ended': () => 'The sequencing session ends',
    'nothing-delivered': () => 'Nothing is opened; the learner chooses what comes next',
    delivered: (activity, { isResumed, attempt }) =>
      isResumed
        ? `Opens “${activity}”, going on with attempt ${attempt}`
        : Number(attempt) > 0
          ? `Opens “${activity}”, attempt ${attempt}`
          : `Opens “${activity}”, not tracked`,
    'attempt-begun': (activity, { attempt }) => `“${activity}”: attempt ${attempt} begins`,
    'attempt-resumed': (activity, { attempt }) => `“${activity}”: attempt ${attempt} goes on`,
    'attempt-ended': (activity) => `“${activity}”: the attempt ends`,
    'attempt-suspended': (activity) => `“${activity}”: suspended, to go on later`,
    'attempt-abandoned': (activity) => `“${activity}”: abandoned, without roll-up`,
    'suspended-activity-cleared': (activity) =>
      `What was suspended at “${activity}” is no longer what is resumed`,
    'completed-by-ending': (activity) => `“${activity}”: taken for completed, because it ended`,
    'satisfied-by-ending': (activity) => `“${activity}”: taken for passed, because it ended`,
    'rule-fired': (activity, facts) => `“${activity}”: the rule ${rule(facts)} applies`,
    'rule-not-fired': (activity, facts) =>
      `“${activity}”: the rule ${rule(facts)} does not apply${facts.isUnknown ? ', since something is unknown' : ''}`,
    'attempt-limit-reached': (activity, { attempts, limit }) =>
      `“${activity}”: no attempt is left (${attempts} of ${limit})`,
    'activity-disabled': (activity) => `“${activity}”: disabled by a rule`,
    skipped: (activity) => `Skips “${activity}”`,
    'traversal-stopped': (activity, { code }) => `Stops at “${activity}” (${code})`,
    'walked-off-the-end': () => 'There is nothing further in this direction',
    'direction-reversed': (activity) =>
      `“${activity}” allows forward only: entered at its beginning`,
    'choice-constrained': (activity, { upTo }) =>
      `“${activity}” constrains the choice${upTo ? `, up to “${upTo}”` : ''}`,
    'children-selected': (activity, { children }) => `“${activity}”: this attempt has ${children}`,
    'children-randomized': (activity, { children }) =>
      `“${activity}”: the random order is ${children}`,
    'rollup-rule-fired': (activity, facts) =>
      `“${activity}”: rolled up to ${rule(facts)}${facts.isDefault ? ', by default' : ''}`,
    'measure-rolled-up': (activity, { measure }) =>
      `“${activity}”: rolled-up measure ${measure ?? 'unknown'}`,
    'progress-measure-rolled-up': (activity, { progressMeasure }) =>
      `“${activity}”: rolled-up progress measure ${progressMeasure ?? 'unknown'}`,
    'satisfaction-rolled-up': (activity, { satisfied }) =>
      `“${activity}”: ${satisfied === undefined ? 'passed or not is unknown' : satisfied ? 'passed' : 'not passed'}`,
    'completion-rolled-up': (activity, { completed }) =>
      `“${activity}”: ${completed === undefined ? 'completed or not is unknown' : completed ? 'completed' : 'not completed'}`,
    'global-objective-written': (activity, { objective, field, value }) =>
      `“${activity}” writes the global objective ${objective}: ${field} = ${value ?? 'unknown'}`,
    'global-objectives-cleared': () => 'The global objectives of the course begin anew',
  },
}
