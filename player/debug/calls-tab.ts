import type { LogLine } from '../call-log.ts'
import { formatInstant, formatNumber } from '../format.ts'
import { button, element } from '../page/element.ts'
import { asCall, isError, textOf } from './call-lines.ts'
import { checkbox, copyText, notice, tableOf } from './debug-parts.ts'
import type { DebugTab, DebugView } from './debug-source.ts'
import { wordsOf } from './statements-tab.ts'
import { timeStrip } from './time-strip.ts'
import { keyOf, type Statement } from './trial-statements.ts'

const shownMax = 400
const valueMax = 200

/** Every call of the course's script, and what the player did between them. */
export const callsTab = (): DebugTab => new Calls()

class Calls implements DebugTab {
  readonly name = 'calls'
  readonly followsEnd = true
  #wanted = ''
  #onlyErrors = false
  /** The journal entry of the line that was asked for. */
  #marked: string | undefined
  #filter: HTMLInputElement | undefined

  tools({ texts, history, redraw, ...view }: DebugView): readonly HTMLElement[] {
    const filter = element('input', {
      type: 'search',
      'aria-label': texts.filter,
      placeholder: texts.filter,
      value: this.#wanted,
    })
    filter.addEventListener('input', () => {
      this.#wanted = filter.value.toLowerCase()
      redraw()
    })
    this.#filter = filter
    const isPaused = history.isPaused()
    const all = { texts, history, redraw, ...view }
    return [
      filter,
      checkbox(texts.errorsOnly, this.#onlyErrors, () => this.#switchErrors(all)),
      button({
        kind: 'quiet',
        label: isPaused ? texts.resume : texts.pause,
        attributes: { 'aria-pressed': String(isPaused) },
        onClick: () => this.#pause(all),
      }),
      button({ kind: 'quiet', label: texts.clear, onClick: () => history.clear() }),
      copyText(texts, () => JSON.stringify(this.#matching(all).map(asCall), undefined, 2)),
    ]
  }

  body(view: DebugView): HTMLElement {
    view.statements.keepUp()
    const lines = this.#matching(view)
    const shown = this.#window(lines)
    const show = (line: LogLine) => view.goTo('calls', markOf(line))
    const strip = timeStrip(lines, view, show)
    return element('div', {}, strip, ...triage(view), tableFor(shown, view, this.#marked))
  }

  mark(mark: string): void {
    this.#marked = mark
    this.#wanted = ''
    this.#onlyErrors = false
  }

  keys(view: DebugView): Readonly<Record<string, () => void>> {
    return {
      p: () => this.#pause(view),
      c: () => view.history.clear(),
      e: () => this.#switchErrors(view),
      '/': () => this.#filter?.focus(),
    }
  }

  #pause({ history, refreshTools }: DebugView): void {
    history.setPaused(!history.isPaused())
    refreshTools()
  }

  #switchErrors({ refreshTools }: DebugView): void {
    this.#onlyErrors = !this.#onlyErrors
    refreshTools()
  }

  #matching({ history }: DebugView): readonly LogLine[] {
    return (
      history
        .lines()
        // Decisions have a tab of their own, in words.
        .filter(({ decision }) => decision === undefined)
        .filter((line) => !this.#onlyErrors || isError(line))
        .filter((line) => textOf(line).includes(this.#wanted))
    )
  }

  /** The newest lines, or those around the one that was asked for. */
  #window(lines: readonly LogLine[]): readonly LogLine[] {
    const at = lines.findIndex((line) => markOf(line) === this.#marked)
    const end = at < 0 ? lines.length : Math.min(lines.length, at + shownMax / 2)
    return lines.slice(Math.max(0, end - shownMax), end)
  }
}

/** Lines without a journal entry (reads) are known by their time. */
const markOf = (line: LogLine): string => keyOf(line) ?? `${line.at} ${textOf(line)}`

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

function tableFor(
  lines: readonly LogLine[],
  view: DebugView,
  marked: string | undefined,
): HTMLElement {
  const { texts, history } = view
  if (lines.length === 0) {
    const none = history.lines().length === 0 ? texts.noCalls : texts.noMatch
    return element('p', { class: 'debug-hint' }, none)
  }
  // Sets of one value that went in one entry: the last of them is the one that led to something.
  const lastOf = new Map(lines.map((line) => [keyOf(line), line]))
  const { time, took, call, element: name, value, answer, error } = texts
  return tableOf(
    [time, call, name, value, answer, error, took, ''],
    lines.map((line) => ({
      look: lookOf(line, marked),
      mark: markOf(line),
      cells: cellsOf(line, view, lastOf.get(keyOf(line)) === line),
    })),
    'debug-calls',
  )
}

const lookOf = (line: LogLine, marked: string | undefined): string | undefined => {
  if (marked !== undefined && markOf(line) === marked) return 'is-request'
  if (isError(line)) return 'is-error'
  return line.result === undefined ? 'is-player' : undefined
}

function cellsOf(line: LogLine, view: DebugView, isLast: boolean): (string | Node)[] {
  const { at, name, args, result, error = '0', diagnostic = '', milliseconds } = line
  const { errorStrings } = view.play.course.engine
  const linked = isLast ? view.statements.ofLine(line) : []
  const isCall = result !== undefined
  const meaning = error === '0' ? [] : [`${error} ${errorStrings[error] ?? ''}`, diagnostic]
  return [
    formatInstant(at),
    name,
    isCall ? (args[0] ?? '') : args.join(' '),
    isCall && args.length > 1 ? short(args[1]!) : '',
    isCall ? short(result) : '',
    meaning.filter(Boolean).join(' – '),
    milliseconds === undefined ? '' : tookOf(milliseconds, view),
    element('span', {}, ...linked.map((one) => statementLink(one, view))),
  ]
}

/** To a tenth of a millisecond, which is what browsers tell. */
const tookOf = (milliseconds: number, { language }: DebugView): string =>
  milliseconds < 0.1
    ? `< ${formatNumber(0.1, language)} ms`
    : `${formatNumber(Math.round(milliseconds * 10) / 10, language)} ms`

function statementLink(statement: Statement, { texts, language, goTo }: DebugView): HTMLElement {
  const said = wordsOf(statement, language).join(' ')
  return button({
    kind: 'quiet',
    label: `→ ${wordsOf(statement, language)[0]}`,
    attributes: { class: 'button quiet debug-link', 'aria-label': texts.toStatement(said) },
    onClick: () => goTo('statements', String(statement.id)),
  })
}

const short = (text: string): string =>
  text.length > valueMax ? `${text.slice(0, valueMax)}… (${text.length})` : text
