import { button, element } from '../page/element.ts'
import type { DebugTab, DebugView } from './debug-source.ts'

type Statement = Readonly<Record<string, unknown>>

/** The statements that the try-out has led to, as the server has them. */
export function statementsTab(): DebugTab {
  let statements: readonly Statement[] | undefined
  let isFailed = false
  let isLoading = false
  let savedAt: number | undefined
  const load = async ({ openOptions, play, redraw }: DebugView) => {
    isLoading = true
    const reply = await openOptions.server.trialStatements(play.session().token)
    isLoading = false
    isFailed = reply.kind !== 'ok'
    if (reply.kind === 'ok') statements = reply.body.statements
    redraw()
  }
  return {
    name: 'statements',
    tools: (view) => [
      button({ kind: 'quiet', label: view.texts.refresh, onClick: () => void load(view) }),
    ],
    body(view) {
      // Statements follow from what the server has taken.
      const { savedAt: now } = view.play.saved()
      if (!isLoading && (statements === undefined || now !== savedAt)) {
        savedAt = now
        void load(view)
      }
      const { texts } = view
      const hint = (text: string) => element('p', { class: 'debug-hint' }, text)
      if (isFailed) return hint(texts.statementsFailed)
      if (statements === undefined) return hint(texts.loading)
      if (statements.length === 0) return hint(texts.noStatements)
      return element('div', {}, ...statements.map((one) => entryOf(one, view)))
    },
  }
}

function entryOf(statement: Statement, { language }: DebugView): HTMLElement {
  const { verb, object, timestamp } = statement as {
    verb?: { id?: string; display?: Record<string, string> }
    object?: { id?: string; definition?: { name?: Record<string, string> } }
    timestamp?: string
  }
  const word = (map: Record<string, string> | undefined) =>
    map?.[language] ?? Object.values(map ?? {})[0]
  const said = word(verb?.display) ?? verb?.id?.split('/').at(-1) ?? ''
  const about = word(object?.definition?.name) ?? object?.id ?? ''
  return element(
    'details',
    { class: 'debug-statement' },
    element(
      'summary',
      {},
      element('strong', {}, said),
      ` ${about} `,
      element('time', {}, timestamp ?? ''),
    ),
    element('pre', {}, JSON.stringify(statement, undefined, 2)),
  )
}
