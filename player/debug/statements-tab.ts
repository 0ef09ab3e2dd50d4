import { formatInstant } from '../format.ts'
import { button, element } from '../page/element.ts'
import type { DebugTab, DebugView } from './debug-source.ts'
import { keyOf, type Statement } from './trial-statements.ts'

/** The statements that the try-out has led to, each with the call that it came from. */
export function statementsTab(): DebugTab {
  const opened = new Set<string>()
  return {
    name: 'statements',
    tools: ({ texts, statements }) => [
      button({ kind: 'quiet', label: texts.refresh, onClick: () => statements.refresh() }),
    ],
    body(view) {
      const { texts, statements } = view
      statements.keepUp()
      const all = statements.read()
      const hint = (text: string) => element('p', { class: 'debug-hint' }, text)
      if (statements.isFailed()) return hint(texts.statementsFailed)
      if (all === undefined) return hint(texts.loading)
      if (all.length === 0) return hint(texts.noStatements)
      return element('div', {}, ...all.map((one) => entryOf(one, view, opened)))
    },
    mark: (id) => opened.add(id),
  }
}

/** What a statement says, in two words: the verb, and what it is about. */
export function wordsOf(statement: Statement, language: string): readonly [string, string] {
  const { verb, object } = statement as {
    verb?: { id?: string; display?: Record<string, string> }
    object?: { id?: string; definition?: { name?: Record<string, string> } }
  }
  const word = (map: Record<string, string> | undefined) =>
    map?.[language] ?? Object.values(map ?? {})[0]
  return [
    word(verb?.display) ?? verb?.id?.split('/').at(-1) ?? '',
    word(object?.definition?.name) ?? object?.id ?? '',
  ]
}

function entryOf(statement: Statement, view: DebugView, opened: Set<string>): HTMLElement {
  const { timestamp } = statement as { timestamp?: string }
  const id = String(statement.id)
  const [said, about] = wordsOf(statement, view.language)
  const details = element(
    'details',
    { class: 'debug-statement', 'data-mark': id, open: opened.has(id) },
    element(
      'summary',
      {},
      element('strong', {}, said),
      ` ${about} `,
      element('time', {}, timestamp ?? ''),
    ),
    originLink(statement, view),
    element('pre', {}, JSON.stringify(statement, undefined, 2)),
  )
  details.addEventListener('toggle', () => {
    if (details.open) opened.add(id)
    else opened.delete(id)
  })
  return details
}

/** To the call, or to the player's own step, that led to the statement. */
function originLink(statement: Statement, { texts, history, statements, goTo }: DebugView) {
  const key = statements.originOf(statement)
  const line = key === undefined ? undefined : history.lines().findLast((one) => keyOf(one) === key)
  if (key === undefined || line === undefined) return undefined
  return button({
    kind: 'quiet',
    label: texts.fromCall(`${line.name}(${line.args[0] ?? ''})`, formatInstant(line.at)),
    attributes: { class: 'button quiet debug-link' },
    onClick: () => goTo('calls', key),
  })
}
