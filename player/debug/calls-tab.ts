import type { LogLine } from '../call-log.ts'
import { formatInstant } from '../format.ts'
import { button, element } from '../page/element.ts'
import { checkbox, copyText, notice, tableOf } from './debug-parts.ts'
import type { DebugTab, DebugView } from './debug-source.ts'

const shownMax = 400
const valueMax = 200

/** Every call of the course's script, and what the player did between them. */
export function callsTab(): DebugTab {
  let wanted = ''
  let onlyErrors = false
  const matching = ({ history }: DebugView) =>
    history
      .lines()
      // Decisions have a tab of their own, in words.
      .filter(({ decision }) => decision === undefined)
      .filter((line) => (!onlyErrors || isError(line)) && textOf(line).includes(wanted))
  return {
    name: 'calls',
    followsEnd: true,
    tools: (view) => {
      const { texts, history, redraw } = view
      const filter = element('input', {
        type: 'search',
        'aria-label': texts.filter,
        placeholder: texts.filter,
        value: wanted,
      })
      filter.addEventListener('input', () => {
        wanted = filter.value.toLowerCase()
        redraw()
      })
      const pause = button({
        kind: 'quiet',
        label: history.isPaused() ? texts.resume : texts.pause,
        attributes: { 'aria-pressed': String(history.isPaused()) },
        onClick: () => {
          history.setPaused(!history.isPaused())
          pause.setAttribute('aria-pressed', String(history.isPaused()))
          pause.textContent = history.isPaused() ? texts.resume : texts.pause
        },
      })
      return [
        filter,
        checkbox(texts.errorsOnly, onlyErrors, (isOn) => {
          onlyErrors = isOn
          redraw()
        }),
        pause,
        button({ kind: 'quiet', label: texts.clear, onClick: () => history.clear() }),
        copyText(texts, () => JSON.stringify(matching(view).map(asCall), undefined, 2)),
      ]
    },
    body(view) {
      const lines = matching(view)
      return element('div', {}, ...triage(view), tableFor(lines.slice(-shownMax), view))
    },
  }
}

/** Functions that ask about an error carry the code that they ask about. */
const isError = ({ name, result, error = '0' }: LogLine): boolean =>
  (result !== undefined && error !== '0' && !/Get(LastError|ErrorString|Diagnostic)$/.test(name)) ||
  name === 'finding'

const textOf = ({ name, args, result = '', error = '' }: LogLine): string =>
  `${name} ${args.join(' ')} ${result} ${error}`.toLowerCase()

/** A line in words of the standard, for a vendor. */
export const asCall = ({ at, activity, name, args, result, error, diagnostic }: LogLine) => ({
  at,
  activity,
  name,
  arguments: args,
  ...(result !== undefined && { result }),
  ...(error && { error }),
  ...(diagnostic && { diagnostic }),
})

/** What to look at where the course says nothing, and files that are missing. */
function triage({ notes, texts, play }: DebugView): HTMLElement[] {
  const { counts, facts, missing } = notes.read()
  const { apiName } = play.course.engine
  return [
    ...(counts.silentActivities > 0 && facts.initialized === 0
      ? [notice(texts.silentTitle, texts.silentChecks(apiName), 'bad')]
      : []),
    ...(missing.length > 0 ? [notice(texts.missingTitle, missing, 'bad')] : []),
  ]
}

function tableFor(lines: readonly LogLine[], { texts, history, play }: DebugView): HTMLElement {
  if (lines.length === 0) {
    const none = history.lines().length === 0 ? texts.noCalls : texts.noMatch
    return element('p', { class: 'debug-hint' }, none)
  }
  const { errorStrings } = play.course.engine
  const heads = [texts.time, texts.call, texts.element, texts.value, texts.answer, texts.error]
  return tableOf(
    heads,
    lines.map((line) => ({
      look: isError(line) ? 'is-error' : line.result === undefined ? 'is-player' : undefined,
      cells: cellsOf(line, errorStrings),
    })),
    'debug-calls',
  )
}

function cellsOf(line: LogLine, errorStrings: Readonly<Record<string, string>>): string[] {
  const { at, name, args, result, error = '0', diagnostic = '' } = line
  const isCall = result !== undefined
  const meaning = error === '0' ? '' : [`${error} ${errorStrings[error] ?? ''}`, diagnostic]
  return [
    formatInstant(at),
    name,
    isCall ? (args[0] ?? '') : args.join(' '),
    isCall && args.length > 1 ? short(args[1]!) : '',
    isCall ? short(result) : '',
    typeof meaning === 'string' ? meaning : meaning.filter(Boolean).join(' – '),
  ]
}

const short = (text: string): string =>
  text.length > valueMax ? `${text.slice(0, valueMax)}… (${text.length})` : text
